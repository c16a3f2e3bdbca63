using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>
/// The cursors of one list as clients see them: opaque, base64url of a tag of the list and of where the previous page
/// ended. The tag keeps a cursor from being used with another list, another owner or other filters, where it would
/// silently leave items out. It is no secret: a list shows its owner's items only, whatever the cursor says.
/// </summary>
internal sealed class Cursor
{
    private const int TagLength = 6;
    private const int NumberLength = 8;
    private const int PositionLength = NumberLength + 16;

    private readonly byte[] tag;

    private Cursor(string list) => tag = SHA256.HashData(Encoding.UTF8.GetBytes(list))[..TagLength];

    /// <param name="list">The name of the list, with its owner and its filters.</param>
    public static Cursor Of(FormattableString list) => new(FormattableString.Invariant(list));

    public string At(DateTimeOffset at, Guid id) => At(at, id, "");

    public string At(long number)
    {
        Span<byte> bytes = stackalloc byte[TagLength + NumberLength];
        tag.CopyTo(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[TagLength..], number);
        return Base64Url.EncodeToString(bytes);
    }

    /// <param name="tail">Distinguishes items of the same moment and id.</param>
    public string At(DateTimeOffset at, Guid id, string tail)
    {
        var bytes = new byte[TagLength + PositionLength + Encoding.UTF8.GetByteCount(tail)];
        tag.CopyTo(bytes, 0);
        var position = bytes.AsSpan(TagLength);
        BinaryPrimitives.WriteInt64BigEndian(position, at.UtcTicks);
        id.TryWriteBytes(position[NumberLength..], bigEndian: true, out _);
        Encoding.UTF8.GetBytes(tail, position[PositionLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Like <see cref="ReadPosition"/>, for a list that begins with the oldest.</summary>
    public PagePosition? ReadPositionFromOldest(string? cursor) =>
        cursor is null ? PagePosition.Oldest : ReadPosition(cursor);

    /// <summary>
    /// Null when the text is no cursor of this list. Without a text, the start of a list, newest first.
    /// </summary>
    public PagePosition? ReadPosition(string? cursor)
    {
        if (cursor is null)
            return PagePosition.Newest;
        return Decode(cursor) is { Length: PositionLength } bytes && PositionIn(bytes) is var (at, id)
            ? new PagePosition(at, id)
            : null;
    }

    /// <summary>Null when the text is no cursor of this list. Without a text, a position above every number.</summary>
    public NumberPosition? ReadNumber(string? cursor)
    {
        if (cursor is null)
            return new NumberPosition(long.MaxValue);
        return Decode(cursor) is { Length: NumberLength } bytes
            ? new NumberPosition(BinaryPrimitives.ReadInt64BigEndian(bytes))
            : null;
    }

    /// <summary>Also reads what distinguishes items of the same moment and id.</summary>
    public (DateTimeOffset At, Guid Id, string Tail)? ReadLongPosition(string cursor) =>
        Decode(cursor) is { Length: > PositionLength } bytes && PositionIn(bytes) is var (at, id)
            ? (at, id, Encoding.UTF8.GetString(bytes.AsSpan(PositionLength)))
            : null;

    private static (DateTimeOffset At, Guid Id)? PositionIn(ReadOnlySpan<byte> bytes)
    {
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ticks < DateTimeOffset.UnixEpoch.Ticks || ticks > PagePosition.Newest.At.Ticks
            ? null
            : (new DateTimeOffset(ticks, TimeSpan.Zero),
                new Guid(bytes[NumberLength..PositionLength], bigEndian: true));
    }

    /// <summary>The bytes after the tag; null when it is not the tag of this list.</summary>
    private byte[]? Decode(string cursor)
    {
        var text = Texts.CleanCode(cursor);
        if (text.Length > PageQuery.MaxCursorLength || !Base64Url.IsValid(text))
            return null;
        var bytes = Base64Url.DecodeFromChars(text);
        // Only one text is a cursor: no white space within, and no bits beyond the last byte.
        return bytes.AsSpan().StartsWith(tag) && Base64Url.EncodeToString(bytes) == text ? bytes[TagLength..] : null;
    }
}

/// <summary>Where a page begins in a numbered list: below this number.</summary>
internal sealed record NumberPosition(long Below);
