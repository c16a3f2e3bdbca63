using System.Buffers.Binary;
using System.Buffers.Text;

namespace Ticketing.Catalog;

/// <summary>The last item of a page, as the text that asks for what follows it. Only we read it.</summary>
/// <param name="List">Which list it belongs to; a cursor of another one is refused.</param>
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
