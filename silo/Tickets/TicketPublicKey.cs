namespace Ticketing.Tickets;

/// <summary>What tickets are checked with offline: a point on the curve P-256.</summary>
/// <param name="Id">As it stands in codes, in base64url.</param>
/// <param name="X">32 bytes, big-endian, in base64url; so is <paramref name="Y"/>.</param>
public sealed record TicketPublicKey(string Id, string X, string Y);
