using System.Collections.Concurrent;
using Ticketing.Seats;

namespace Ticketing.Api;

/// <summary>One form in which a version of a seat map is sent; written when it is first needed.</summary>
/// <param name="writeChanges">The changes after a sequence of the map.</param>
internal sealed class SentForm(SentSeatMap map, Func<byte[]> writeWhole, Func<long, byte[]> writeChanges)
{
    // Clients usually continue from one of the latest versions. A client may send any; results above this are not kept.
    private const int MaxKept = 32;

    private readonly ConcurrentDictionary<long, byte[]> changesSince = new();
    private readonly Lazy<byte[]> whole = new(writeWhole);

    /// <summary>The whole map.</summary>
    public ReadOnlyMemory<byte> Whole => whole.Value;

    /// <summary>
    /// The changes since that version; null when they are not known: send the whole map then.
    /// </summary>
    public ReadOnlyMemory<byte>? ChangesSince(string version)
    {
        if (map.SequenceOf(version) is not { } since)
            return null;
        if (changesSince.TryGetValue(since, out var written))
            return written;
        return changesSince.Count < MaxKept ? changesSince.GetOrAdd(since, writeChanges) : writeChanges(since);
    }
}

/// <summary>The states of all seats, two bits a seat: seat i is in byte i / 4, at bits 2 * (i % 4).</summary>
internal static class SeatBits
{
    private const int SeatsPerByte = 4;
    private const int BitsPerSeat = 2;

    public static int BytesOf(int seatCount) => (seatCount + SeatsPerByte - 1) / SeatsPerByte;

    /// <summary>Sets the state of a seat that is available so far; the numbers are those of the enum.</summary>
    public static void Set(byte[] states, int seat, SeatStatus status) =>
        states[seat / SeatsPerByte] |= (byte)((int)status << (BitsPerSeat * (seat % SeatsPerByte)));
}
