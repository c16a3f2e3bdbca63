using Ticketing.Seats;

namespace Ticketing.Storage;

/// <summary>The changing part of a seat, with the facts needed to sell it.</summary>
/// <param name="ReservationId">The reservation that holds or owns the seat; null otherwise.</param>
/// <param name="Price">In minor units of the schedule's currency; fixed at import.</param>
/// <param name="Version">1 after import; see <see cref="Commit"/>.</param>
public sealed record SeatRow(
    SeatKey Key,
    SeatStatus Status,
    Guid? ReservationId,
    string Category,
    long Price,
    long Version)
{
    /// <summary>
    /// When an operator asked to block the seat as soon as it comes back; null without that wish. Only a held or sold
    /// seat has it: the commit that gives the seat back blocks it and ends the wish.
    /// </summary>
    public DateTimeOffset? BlockWantedAt { get; init; }

    /// <summary>See <see cref="ScheduleSeat"/>; null when it was not loaded. Fixed at import, never written.</summary>
    public int? Block { get; init; }

    /// <summary>See <see cref="ScheduleSeat"/>; null when it was not loaded. Fixed at import, never written.</summary>
    public int? Ordinal { get; init; }
}

/// <summary>The position of a seat in its schedule; never changes after import.</summary>
/// <param name="Ordinal">Index in the plan's order, from 0; unique in the schedule.</param>
/// <param name="Row">Index of the row in the plan, from 0; counted over all zones.</param>
/// <param name="Block">
/// Number of the block. Seats of a block are side by side in the order of their ordinals, without an aisle between
/// them.
/// </param>
/// <param name="Rank">Quality of the seat, lower is better; equally good seats share a rank.</param>
public sealed record ScheduleSeat(
    string SeatId,
    int Ordinal,
    int Zone,
    int Row,
    int Block,
    int Rank,
    string Category);

/// <summary>The status of a seat and the version of its row.</summary>
public sealed record SeatSnapshot(string SeatId, SeatStatus Status, long Version);
