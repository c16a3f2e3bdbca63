namespace Ticketing.Api;

/// <summary>Endpoint metadata: the answer says where the new thing is.</summary>
/// <param name="Status">Of the answer that says so.</param>
internal sealed record LocationNote(int Status);
