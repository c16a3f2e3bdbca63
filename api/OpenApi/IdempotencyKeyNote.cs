namespace Ticketing.Api;

/// <summary>Endpoint metadata: it reads the header Idempotency-Key.</summary>
internal sealed record IdempotencyKeyNote(bool Required);
