using Ticketing.Catalog;

namespace Ticketing.Queues;

/// <summary>The queue's knowledge of the seats.</summary>
/// <param name="Counts">Null when counting failed: the queue then assumes that seats are free.</param>
/// <param name="At">When they were counted.</param>
public sealed record SeatLook(SeatCounts? Counts, DateTimeOffset At)
{
    private static readonly TimeSpan Check = TimeSpan.FromMilliseconds(Limits.SupplyCheckMilliseconds);
    private static readonly TimeSpan SoldOutCheck = TimeSpan.FromSeconds(Limits.SoldOutCheckSeconds);

    public static SeatLook None { get; } = new(null, DateTimeOffset.UnixEpoch);

    public SeatSupply Supply => Counts switch
    {
        null or { Free: > 0 } => SeatSupply.Free,
        { Held: > 0 } => SeatSupply.OnlyHeld,
        _ => SeatSupply.SoldOut,
    };

    /// <summary>When to count again.</summary>
    public DateTimeOffset NextAt => At + (Supply == SeatSupply.SoldOut ? SoldOutCheck : Check);

    /// <summary>Number of further fans who could each find a seat.</summary>
    /// <param name="coming">Fans who are admitted and have not reserved yet.</param>
    public int Allows(int coming) => Counts is null ? int.MaxValue : Math.Max(0, Counts.Free - coming);

    /// <summary>
    /// Applies a report: an admitted fan now holds a seat that was counted as free, or a released seat requires a new
    /// count when none was free.
    /// </summary>
    public SeatLook After(TurnChange change) => change switch
    {
        TurnChange.Reserved when Counts is { Free: > 0 } => this with
        {
            Counts = Counts with { Free = Counts.Free - 1, Held = Counts.Held + 1 },
        },
        TurnChange.Released when Supply != SeatSupply.Free => this with { At = DateTimeOffset.UnixEpoch },
        _ => this,
    };
}
