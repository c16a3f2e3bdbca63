using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>
/// Signs and reads queue tokens: base64url of version (1 byte), schedule (16), fan (16), number (8), milliseconds since
/// 1970 when the place was given (8) and HMAC-SHA256 of all that (32). Who looks at a token needs no account; to
/// reserve with it, one must be its fan.
/// </summary>
internal sealed class QueueTokens(IOptions<QueueOptions> options)
{
    private const byte Version = 1;
    private const int UserAt = 17;
    private const int NumberAt = 33;
    private const int JoinedAt = 41;
    private const int SignedBytes = 49;
    private const int TokenBytes = SignedBytes + HMACSHA256.HashSizeInBytes;
    private const int TokenLength = (TokenBytes * 4 + 2) / 3;

    private readonly byte[][] keys = [.. options.Value.TokenKeys.Select(Convert.FromBase64String)];

    public QueueTicket Sign(Guid scheduleId, QueuePlace place)
    {
        Span<byte> token = stackalloc byte[TokenBytes];
        token[0] = Version;
        scheduleId.TryWriteBytes(token[1..], bigEndian: true, out _);
        place.UserId.TryWriteBytes(token[UserAt..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(token[NumberAt..], place.Number);
        BinaryPrimitives.WriteInt64BigEndian(token[JoinedAt..], place.JoinedAt.ToUnixTimeMilliseconds());
        HMACSHA256.HashData(keys[0], token[..SignedBytes], token[SignedBytes..]);
        return new QueueTicket(Base64Url.EncodeToString(token), scheduleId, place);
    }

    /// <summary>Null when no key of ours has signed it.</summary>
    public QueueTicket? Read(string text)
    {
        Span<byte> token = stackalloc byte[TokenBytes];
        if (text.Length != TokenLength
            || Base64Url.DecodeFromChars(text, token, out _, out var count) != OperationStatus.Done
            || count != TokenBytes
            || token[0] != Version
            || !IsSigned(token))
        {
            return null;
        }

        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(token[JoinedAt..]);
        return new QueueTicket(
            text,
            new Guid(token[1..UserAt], bigEndian: true),
            new QueuePlace(
                new Guid(token[UserAt..NumberAt], bigEndian: true),
                BinaryPrimitives.ReadInt64BigEndian(token[NumberAt..]),
                DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)));
    }

    private bool IsSigned(ReadOnlySpan<byte> token)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var key in keys)
        {
            HMACSHA256.HashData(key, token[..SignedBytes], signature);
            if (CryptographicOperations.FixedTimeEquals(signature, token[SignedBytes..]))
                return true;
        }

        return false;
    }
}
