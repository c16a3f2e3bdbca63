namespace Ticketing.Api;

/// <summary>Endpoint metadata: it reads the header Queue-Token.</summary>
internal sealed record QueueTokenNote;
