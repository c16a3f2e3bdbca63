using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>
/// Signs and reads queue tokens: base64url of version (1 byte), schedule (16), fan (16), number (8), milliseconds since
/// 1970 when the place was given (8) and HMAC-SHA256 of all that (32). Reading the state of a place needs no account;
/// to reserve with it, the caller must be its fan.
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

    /// <summary>Null when none of our keys has signed it. White space around it is ignored.</summary>
    public QueueTicket? Read(string typed)
    {
        var text = Texts.CleanCode(typed);
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

/// <summary>A token that one of our keys has signed, and its content.</summary>
internal readonly record struct QueueTicket(string Token, Guid ScheduleId, QueuePlace Place)
{
    /// <summary>Identifies the place: a number is given once in a schedule.</summary>
    public (Guid ScheduleId, long Number) Key => (ScheduleId, Place.Number);
}

/// <summary>The header with the queue token of a reservation.</summary>
internal static class QueueTokenHeader
{
    public const string Name = "Queue-Token";

    /// <summary>
    /// The place of this fan in this schedule; null when the header is absent, or has the <paramref name="fault"/>. The
    /// fault does not refuse the request here: the repeat of a granted request keeps its answer, and not every schedule
    /// has a queue.
    /// </summary>
    public static QueuePlace? Read(
        HttpRequest request, QueueTokens tokens, ClaimsPrincipal user, Guid scheduleId, out Problem? fault)
    {
        fault = null;
        var values = request.Headers[Name];
        if (values.Count == 0)
            return null;
        fault = Problems.QueueTokenInvalid.Occurs();
        if (values.Count > 1 || values[0] is not { } text || tokens.Read(text) is not { } ticket)
            return null;
        fault = Problems.QueueTokenForeign.Occurs();
        if (ticket.ScheduleId != scheduleId || ticket.Place.UserId != user.Id())
            return null;
        fault = null;
        return ticket.Place;
    }
}
