using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;

namespace Ticketing.Store;

/// <summary>The last item of a page, as an opaque text with which the next page is requested.</summary>
/// <param name="List">The list that it belongs to; cursors of another list are rejected.</param>
internal readonly record struct PageCursor(byte List, DateTimeOffset At, Guid Id)
{
    public const byte Concerts = 1;
    public const byte Schedules = 2;

    private const int GuidBytes = 16;
    private const int Bytes = 1 + sizeof(long) + GuidBytes;

    public static PageCursor? TryParse(string text, byte list)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        if (text.Length != Base64Url.GetEncodedLength(Bytes)
            || !Base64Url.IsValid(text, out var length)
            || length != Bytes
            || !Base64Url.TryDecodeFromChars(text, bytes, out _)
            || bytes[0] != list)
            return null;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        return ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks
            ? null
            : new PageCursor(list, new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[^GuidBytes..]));
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        bytes[0] = List;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], At.UtcTicks);
        Id.TryWriteBytes(bytes[^GuidBytes..]);
        return Base64Url.EncodeToString(bytes);
    }
}

/// <param name="NextCursor">Requests the next page; null on the last page.</param>
public sealed record Page<T>(ImmutableArray<T> Items, string? NextCursor);

/// <param name="Cursor">From <see cref="Page{T}.NextCursor"/>; null for the first page.</param>
/// <param name="Limit">1 to <see cref="MaxLimit"/> items.</param>
public sealed record PageRequest(string? Cursor = null, int Limit = PageRequest.DefaultLimit)
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;
}
