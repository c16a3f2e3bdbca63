using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Ticketing.Messaging;

namespace Ticketing.Api;

/// <summary>Where a page of dead letters begins: after this position, or at the start when it is null.</summary>
internal sealed record DeadLetterCursor(DeadLetterPosition? Position)
{
    private const int NumberLength = 8;
    private const int FixedLength = NumberLength + 16;
    private const int MaxLength = 400;
    private static readonly DeadLetterCursor Start = new(Position: null);

    public static string Of(DeadLetter last)
    {
        var group = Encoding.UTF8.GetBytes(last.Group);
        var bytes = new byte[FixedLength + group.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, last.DeadAt.UtcTicks);
        last.Event.EventId.TryWriteBytes(bytes.AsSpan(NumberLength), bigEndian: true, out _);
        group.CopyTo(bytes, FixedLength);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null when the text is not a cursor. Without a text, the start of the list.</summary>
    public static DeadLetterCursor? Read(string? cursor)
    {
        if (cursor is null)
            return Start;
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor))
            return null;
        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length <= FixedLength)
            return null;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < DateTimeOffset.UnixEpoch.Ticks || ticks > DateTimeOffset.MaxValue.UtcTicks)
            return null;
        var group = Encoding.UTF8.GetString(bytes.AsSpan(FixedLength));
        return group.Contains('\0', StringComparison.Ordinal)
            ? null
            : new DeadLetterCursor(new DeadLetterPosition(
                new DateTimeOffset(ticks, TimeSpan.Zero),
                new Guid(bytes.AsSpan(NumberLength, 16), bigEndian: true),
                group));
    }
}
