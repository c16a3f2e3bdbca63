namespace Ticketing.Storage;

/// <summary>Where a seat of a schedule is; never changes after import.</summary>
/// <param name="Ordinal">The place in the plan's order, from 0; unique in the schedule.</param>
/// <param name="Row">The index of its row in the plan, from 0; unique in the schedule over all zones.</param>
/// <param name="Block">
/// Seats of one block stand side by side, in the order of their ordinals: a row without an aisle.
/// </param>
/// <param name="Rank">How good the seat is: lower is better.</param>
public sealed record ScheduleSeat(
    string SeatId,
    int Ordinal,
    int Zone,
    int Row,
    int Block,
    int Rank,
    string Category);
