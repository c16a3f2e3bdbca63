namespace Ticketing.Api;

/// <summary>Endpoint metadata: a 201 says where the new thing is.</summary>
internal sealed record LocationNote;
