using System.Buffers.Binary;
using System.Buffers.Text;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>Cursors as clients see them: opaque, base64url of where the previous page ended.</summary>
internal static class Cursor
{
    private const int NumberLength = 8;
    private const int PositionLength = NumberLength + 16;

    public static string Of(DateTimeOffset at, Guid id)
    {
        Span<byte> bytes = stackalloc byte[PositionLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.UtcTicks);
        id.TryWriteBytes(bytes[NumberLength..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    public static string Of(long number)
    {
        Span<byte> bytes = stackalloc byte[NumberLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Like <see cref="ReadPosition"/>, for a list that begins with the oldest.</summary>
    public static PagePosition? ReadPositionFromOldest(string? cursor) =>
        cursor is null ? PagePosition.Oldest : ReadPosition(cursor);

    /// <summary>Null when the text is not a cursor. Without a text, the start of a list, newest first.</summary>
    public static PagePosition? ReadPosition(string? cursor)
    {
        if (cursor is null)
            return PagePosition.Newest;
        Span<byte> bytes = stackalloc byte[PositionLength];
        if (!TryDecode(cursor, bytes))
            return null;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < DateTimeOffset.UnixEpoch.Ticks || ticks > PagePosition.Newest.At.Ticks)
            return null;
        var id = new Guid(bytes[NumberLength..], bigEndian: true);
        return new PagePosition(new DateTimeOffset(ticks, TimeSpan.Zero), id);
    }

    /// <summary>Null when the text is not a cursor. Without a text, a position above every number.</summary>
    public static NumberPosition? ReadNumber(string? cursor)
    {
        if (cursor is null)
            return new NumberPosition(long.MaxValue);
        Span<byte> bytes = stackalloc byte[NumberLength];
        return TryDecode(cursor, bytes) ? new NumberPosition(BinaryPrimitives.ReadInt64BigEndian(bytes)) : null;
    }

    private static bool TryDecode(string cursor, Span<byte> bytes) =>
        cursor.Length == (bytes.Length * 4 + 2) / 3
        && Base64Url.IsValid(cursor)
        && Base64Url.TryDecodeFromChars(cursor, bytes, out var written)
        && written == bytes.Length;
}

/// <summary>Where a page begins in a numbered list: below this number.</summary>
internal sealed record NumberPosition(long Below);
