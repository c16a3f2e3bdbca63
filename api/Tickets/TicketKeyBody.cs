using Ticketing.Tickets;

namespace Ticketing.Api;

/// <summary>A public key as a JSON Web Key (RFC 7517, 7518).</summary>
/// <param name="Kty">EC: a point on a curve.</param>
/// <param name="Crv">P-256.</param>
/// <param name="X">Base64url; so is <paramref name="Y"/>.</param>
/// <param name="Use">sig: it checks signatures.</param>
/// <param name="Alg">ES256: ECDSA with SHA-256.</param>
/// <param name="Kid">The key id in the codes that it checks: base64url of 6 bytes.</param>
public sealed record TicketKeyBody(string Kty, string Crv, string X, string Y, string Use, string Alg, string Kid)
{
    internal static TicketKeyBody Of(TicketPublicKey key) => new("EC", "P-256", key.X, key.Y, "sig", "ES256", key.Id);
}
