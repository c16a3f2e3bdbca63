using Orleans.Concurrency;

namespace Ticketing.Seats;

/// <summary>
/// One seat of one schedule; key: <see cref="GrainKeys.Seat"/>. It refuses competing claims early; safety does not
/// depend on it, because a commit checks the version of the seat's row.
/// </summary>
[Alias("Ticketing.ISeatGrain"), Version(2)]
public interface ISeatGrain : IGrainWithStringKey
{
    /// <summary>
    /// Sets the seat aside in memory for a reservation that is about to be committed; a taken seat is refused at once.
    /// The claim expires after <c>Limits.SeatClaimSeconds</c>.
    /// </summary>
    [Alias("Claim")]
    Task<ClaimOutcome> Claim(Guid reservationId);

    /// <summary>The answer that a claim would get now, without claiming.</summary>
    [Alias("Look")]
    Task<ClaimResult> Look();

    /// <summary>Ends this reservation's claim, if there is one. Safe to repeat.</summary>
    [OneWay, Alias("GiveBack")]
    Task GiveBack(Guid reservationId);

    /// <summary>Reports a committed change of the seat. A version older than the known one is ignored.</summary>
    [OneWay, Alias("Settle")]
    Task Settle(SettledSeat settled);

    /// <summary>
    /// Drops the memory of this grain, so that the next call reads the row. For callers that found the memory to be
    /// wrong.
    /// </summary>
    [OneWay, Alias("Forget")]
    Task Forget();

    /// <summary>Takes an available seat off sale (operator). Safe to repeat.</summary>
    [Alias("Block")]
    Task<BlockOutcome> Block();

    /// <summary>
    /// Takes a seat off sale at once, or when it comes back, if it is held or sold (operator). Safe to repeat.
    /// </summary>
    [Alias("BlockWhenFree")]
    Task<BlockOutcome> BlockWhenFree();

    /// <summary>
    /// Puts a blocked seat back on sale, or ends the wish to block it when it comes back (operator). Safe to repeat.
    /// </summary>
    [Alias("Unblock")]
    Task<BlockOutcome> Unblock();
}

/// <summary>A seat of a schedule. <paramref name="SeatId"/> is the <c>seat_guid</c> of the seating plan.</summary>
[GenerateSerializer, Immutable, Alias("SeatKey")]
public readonly record struct SeatKey([property: Id(0)] Guid ScheduleId, [property: Id(1)] string SeatId);

/// <summary>The answer to a claim. <see cref="Seat"/> is set when the claim was granted.</summary>
[GenerateSerializer, Immutable, Alias("ClaimOutcome")]
public sealed record ClaimOutcome([property: Id(0)] ClaimResult Result, [property: Id(1)] ClaimedSeat? Seat = null);

public enum ClaimResult
{
    Granted,
    Taken,

    /// <summary>The claiming reservation already has the seat by an earlier commit.</summary>
    Yours,
    UnknownSeat,
}

/// <summary>
/// The facts about a seat that a reservation needs for its commit: the expected version and the price.
/// </summary>
/// <param name="SeatId">The seat's id in the plan.</param>
/// <param name="Category">The price category.</param>
/// <param name="Price">In minor units of the schedule's currency.</param>
/// <param name="Version">The current version of the seat's row.</param>
/// <param name="Block">See <c>ScheduleSeat</c>; null from a silo of an earlier release.</param>
/// <param name="Ordinal">See <c>ScheduleSeat</c>; null from a silo of an earlier release.</param>
[GenerateSerializer, Immutable, Alias("ClaimedSeat")]
public sealed record ClaimedSeat(
    [property: Id(0)] string SeatId,
    [property: Id(1)] string Category,
    [property: Id(2)] long Price,
    [property: Id(3)] long Version,
    [property: Id(4)] int? Block = null,
    [property: Id(5)] int? Ordinal = null);

/// <summary>The committed state of a seat, as reported to the seat grain.</summary>
/// <param name="BlockWantedAt">See <c>SeatRow</c>.</param>
[GenerateSerializer, Immutable, Alias("SettledSeat")]
public sealed record SettledSeat(
    [property: Id(0)] SeatStatus Status,
    [property: Id(1)] Guid? ReservationId,
    [property: Id(2)] long Version,
    [property: Id(3)] DateTimeOffset? BlockWantedAt = null);

/// <summary>A result, by its nature; the name travels between processes and stays.</summary>
public enum BlockOutcome
{
    Done,
    Taken,
    UnknownSeat,

    /// <summary>The seat is held or sold, and will be blocked when it comes back.</summary>
    WhenFree,
}

/// <summary>The status of a seat. The numbers are stored and must not change.</summary>
public enum SeatStatus
{
    Available = 0,
    Held = 1,
    Sold = 2,
    Blocked = 3,
}
