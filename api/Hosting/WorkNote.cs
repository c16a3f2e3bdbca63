namespace Ticketing.Api;

/// <summary>Endpoint metadata: what kind of work it is. Without it, an endpoint reads.</summary>
internal sealed record WorkNote(WorkKind Kind);
