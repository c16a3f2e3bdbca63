using Ticketing.Catalog;

namespace Ticketing.Queues;

/// <summary>What the queue knows of the seats.</summary>
/// <param name="Counts">Null when they could not be had: seats are taken to be free.</param>
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

    /// <summary>When it is worth counting again.</summary>
    public DateTimeOffset NextAt => At + (Supply == SeatSupply.SoldOut ? SoldOutCheck : Check);

    /// <summary>How many more fans might each find a seat.</summary>
    /// <param name="coming">Fans who have been admitted and have not reserved yet.</param>
    public int Allows(int coming) => Counts is null ? int.MaxValue : Math.Max(0, Counts.Free - coming);

    /// <summary>
    /// A fan who was coming holds a seat now that was counted as free; a seat that came back is worth a look when there
    /// was none.
    /// </summary>
    public SeatLook Hear(TurnNews news) => news switch
    {
        TurnNews.Reserved when Counts is { Free: > 0 } => this with
        {
            Counts = Counts with { Free = Counts.Free - 1, Held = Counts.Held + 1 },
        },
        TurnNews.Released when Supply != SeatSupply.Free => this with { At = DateTimeOffset.UnixEpoch },
        _ => this,
    };
}
