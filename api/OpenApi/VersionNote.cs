namespace Ticketing.Api;

/// <summary>Endpoint metadata: it has an ETag and answers 304.</summary>
internal sealed record VersionNote;
