using System.Security.Cryptography;
using System.Text;

namespace Ticketing;

/// <summary>
/// Ids derived from another id and a name: an RFC 9562 UUIDv8 with 122 bits of SHA-256(the id, 16 bytes big-endian,
/// then the name in ASCII), and the version 8 and variant bits in their places.
/// </summary>
public static class DerivedId
{
    private const int IdLength = 16;
    private const int MaxNameLength = 2 * Limits.MaxNameLength;

    /// <param name="from">The owner of the new id; for an id derived from a request, the requesting user.</param>
    /// <param name="name">ASCII, at most an Idempotency-Key with a short prefix.</param>
    public static Guid Of(Guid from, string name)
    {
        Span<byte> input = stackalloc byte[IdLength + MaxNameLength];
        from.TryWriteBytes(input, bigEndian: true, out _);
        var nameLength = Encoding.ASCII.GetBytes(name, input[IdLength..]);
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..(IdLength + nameLength)], id);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id[..IdLength], bigEndian: true);
    }
}
