namespace Ticketing.Api;

/// <summary>
/// The keys that tickets are checked with, as a JSON Web Key Set. A code is base64url of: version (1 byte, 1), key id
/// (6), ticket (16), schedule (16), seat (UTF-8, what is between), signature of all before it (64: r and s, s at most
/// half the order of the curve).
/// </summary>
public sealed record TicketKeysBody(IReadOnlyList<TicketKeyBody> Keys);
