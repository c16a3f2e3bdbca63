using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Api;

/// <summary>
/// The id of a reservation follows from who asks and under which Idempotency-Key, so that a repeated request finds what
/// the first one made, in every process and after every crash. An RFC 9562 UUIDv8: 122 bits of
/// SHA-256(user id, 16 bytes big-endian, then the key in ASCII), with version 8 and the RFC's variant in their places.
/// </summary>
internal static class ReservationId
{
    private const int IdLength = 16;

    public static Guid Of(Guid userId, string idempotencyKey)
    {
        Span<byte> input = stackalloc byte[IdLength + Limits.MaxNameLength];
        userId.TryWriteBytes(input, bigEndian: true, out _);
        var keyLength = Encoding.ASCII.GetBytes(idempotencyKey, input[IdLength..]);
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..(IdLength + keyLength)], id);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id[..IdLength], bigEndian: true);
    }
}
