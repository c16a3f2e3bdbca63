using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Store;

/// <summary>The last item of a page, as an opaque text with which the next page is requested.</summary>
/// <param name="List">The list that it belongs to; cursors of another list are rejected.</param>
/// <param name="Filter">
/// <see cref="EventFilter.Digest"/> of the request; cursors of another one are rejected. 0 is not written.
/// </param>
internal readonly record struct PageCursor(byte List, DateTimeOffset At, Guid Id, uint Filter = 0)
{
    public const byte Concerts = 1;
    public const byte Schedules = 2;

    private const int IdAt = 1 + sizeof(long);
    private const int FilterAt = IdAt + 16;
    private const int MaxBytes = FilterAt + sizeof(uint);

    public static PageCursor? TryParse(string typed, byte list, uint filter = 0)
    {
        var text = Texts.CleanCode(typed);
        Span<byte> bytes = stackalloc byte[MaxBytes];
        bytes = bytes[..BytesOf(filter)];
        if (text.Length != Base64Url.GetEncodedLength(bytes.Length)
            || !Base64Url.IsValid(text, out var length)
            || length != bytes.Length
            || !Base64Url.TryDecodeFromChars(text, bytes, out _)
            || bytes[0] != list
            || (filter != 0 && BinaryPrimitives.ReadUInt32BigEndian(bytes[FilterAt..]) != filter))
            return null;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        return ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks
            ? null
            : new PageCursor(list, new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[IdAt..FilterAt]), filter);
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        bytes[0] = List;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], At.UtcTicks);
        Id.TryWriteBytes(bytes[IdAt..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[FilterAt..], Filter);
        return Base64Url.EncodeToString(bytes[..BytesOf(Filter)]);
    }

    /// <summary>The filter of a list that belongs to a concert; cursors of another concert are rejected.</summary>
    public static uint FilterOf(Guid concertId, EventFilter filter)
    {
        Span<byte> bytes = stackalloc byte[16];
        concertId.TryWriteBytes(bytes);
        return (filter.Digest ^ BinaryPrimitives.ReadUInt32BigEndian(bytes[12..])) | 1;
    }

    private static int BytesOf(uint filter) => filter == 0 ? FilterAt : MaxBytes;
}

/// <summary>Which events a list has, by the time at which they start.</summary>
public enum EventTimes
{
    /// <summary>Those that have not started; concerts without a date are among them.</summary>
    Upcoming,

    Past,
    All,
}

/// <summary>Which concerts a list has.</summary>
/// <param name="Search">Words that must all be in title or venue, in any case and with or without accents.</param>
public sealed record EventFilter(EventTimes When = EventTimes.Upcoming, string? Search = null)
{
    /// <summary>In characters (code points).</summary>
    public const int MaxSearchLength = 100;

    /// <summary>Differs, in all probability, between filters that give different lists; 0 without conditions.</summary>
    internal uint Digest => SearchText.Words(Search) is var words && words.IsEmpty && When == EventTimes.Upcoming
        ? 0
        : BinaryPrimitives.ReadUInt32BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{When} {string.Join(' ', words)}"))) | 1;
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
