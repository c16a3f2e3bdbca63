using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.Options;

namespace Ticketing.Tickets;

/// <summary>
/// Signs and reads the codes of tickets. A code is base64url, without padding, of: version (1 byte), key id (6), ticket
/// id (16), schedule id (16), seat id (UTF-8, variable length), and the ECDSA signature on P-256 with SHA-256 of all
/// preceding bytes (64: r and s, s in the lower half). Ids are big-endian.
/// </summary>
public sealed class TicketCodes(IOptions<TicketOptions> options) : ITicketSigner
{
    private const byte Version = 1;
    private const int TicketAt = 1 + TicketKey.IdBytes;
    private const int ScheduleAt = TicketAt + IdLength;
    private const int SeatAt = ScheduleAt + IdLength;
    private const int IdLength = 16;
    private const int SignatureBytes = 64;
    private const int MaxBytesPerCharacter = 4;
    private const int MaxBytes = SeatAt + Limits.MaxNameLength * MaxBytesPerCharacter + SignatureBytes;

    /// <summary>Maximum length of a code in characters.</summary>
    public const int MaxLength = (MaxBytes * 4 + 2) / 3;

    private readonly ImmutableArray<TicketKey> keys =
        [.. options.Value.SigningKeys.Select(text => TicketKey.Read(text)!)];

    /// <summary>All accepted keys; the signing key comes first.</summary>
    public ImmutableArray<TicketPublicKey> PublicKeys => [.. keys.Select(key => key.Public)];

    public string Sign(TicketClaims claims)
    {
        Span<byte> code = stackalloc byte[MaxBytes];
        var key = keys[0];
        code[0] = Version;
        key.IdHead.CopyTo(code[1..]);
        claims.TicketId.TryWriteBytes(code[TicketAt..], bigEndian: true, out _);
        claims.ScheduleId.TryWriteBytes(code[ScheduleAt..], bigEndian: true, out _);
        var signed = SeatAt + Encoding.UTF8.GetBytes(claims.SeatId, code[SeatAt..^SignatureBytes]);
        key.Sign(code[..signed], code.Slice(signed, SignatureBytes));
        return Base64Url.EncodeToString(code[..(signed + SignatureBytes)]);
    }

    /// <summary>The contents of a code; null unless one of the keys has signed exactly this text.</summary>
    public TicketClaims? Read(string text)
    {
        Span<byte> code = stackalloc byte[MaxBytes];
        if (text.Length > MaxLength || !Base64Url.IsValid(text)) return null;
        if (!Base64Url.TryDecodeFromChars(text, code, out var count) || count < SeatAt + SignatureBytes) return null;
        code = code[..count];
        // Only one text is valid for each code: no whitespace, and no bits beyond the last byte.
        if (code[0] != Version || Base64Url.EncodeToString(code) != text) return null;
        if (!IsSigned(code[..^SignatureBytes], code[^SignatureBytes..])) return null;
        var seat = code[SeatAt..^SignatureBytes];
        return !Utf8.IsValid(seat)
            ? null
            : new TicketClaims(
                new Guid(code[TicketAt..ScheduleAt], bigEndian: true),
                new Guid(code[ScheduleAt..SeatAt], bigEndian: true),
                Encoding.UTF8.GetString(seat));
    }

    private bool IsSigned(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        foreach (var key in keys)
        {
            if (data[1..TicketAt].SequenceEqual(key.IdHead)) return key.HasSigned(data, signature);
        }

        return false;
    }
}
