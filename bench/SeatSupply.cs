namespace Ticketing.Bench;

/// <summary>Seats that no caller has asked for yet, in one hall after another; the supply never runs out.</summary>
/// <param name="openAsync">Puts a hall with that many seats on sale; they are named S-0, S-1 and so on.</param>
internal sealed class SeatSupply(Func<int, Task<Guid>> openAsync)
{
    private const int MinSeats = 10_000;
    private const int MaxSeats = 90_000;

    private readonly SemaphoreSlim opening = new(1);
    private volatile Hall[] halls = [];
    private int taken;
    private int takenBefore;

    private int End => halls is [.., var last] ? last.First + last.Seats : 0;

    /// <summary>The schedule whose seats are being taken.</summary>
    public Guid ScheduleId => this[Math.Max(0, Volatile.Read(ref taken) - 1)].ScheduleId;

    public (Guid ScheduleId, string SeatId) this[int seat]
    {
        get
        {
            var hall = halls.Last(hall => hall.First <= seat);
            return (hall.ScheduleId, $"S-{seat - hall.First}");
        }
    }

    /// <summary>
    /// Opens a new hall, with twice the seats that the previous round took, and continues there. Call it between
    /// rounds: a hall that is opened during one costs its callers time.
    /// </summary>
    public async Task NextHallAsync()
    {
        var before = Volatile.Read(ref taken);
        var needed = Math.Clamp(2 * (before - takenBefore), MinSeats, MaxSeats);
        await opening.WaitAsync();
        try
        {
            await OpenAsync(needed);
            takenBefore = halls[^1].First;
            Volatile.Write(ref taken, takenBefore);
        }
        finally
        {
            opening.Release();
        }
    }

    /// <summary>Takes seats and returns the number of the first; the indexer turns a number into the seat.</summary>
    public async ValueTask<int> TakeAsync(int count = 1)
    {
        var end = Interlocked.Add(ref taken, count);
        if (end <= End) return end - count;
        await opening.WaitAsync();
        try
        {
            while (end > End) await OpenAsync(MaxSeats);
        }
        finally
        {
            opening.Release();
        }

        return end - count;
    }

    private async Task OpenAsync(int seats)
    {
        var first = End;
        halls = [.. halls, new Hall(await openAsync(seats), first, seats)];
    }

    private sealed record Hall(Guid ScheduleId, int First, int Seats);
}
