using Orleans.Concurrency;

namespace Ticketing.Seats;

/// <summary>One seat of one schedule; key: <see cref="GrainKeys.Seat"/>. The lock that is not needed.</summary>
[Alias("Ticketing.ISeatGrain"), Version(1)]
public interface ISeatGrain : IGrainWithStringKey
{
    /// <summary>
    /// Sets the seat aside in memory for a reservation that is about to be committed. A taken seat refuses at once.
    /// The claim runs out by itself after <c>Limits.SeatClaimSeconds</c>.
    /// </summary>
    [Alias("Claim")]
    Task<ClaimOutcome> Claim(Guid reservationId);

    /// <summary>What a claim would be answered now; claims nothing.</summary>
    [Alias("Look")]
    Task<ClaimResult> Look();

    /// <summary>Ends the claim of this reservation, if it still has one. Safe to repeat.</summary>
    [OneWay, Alias("GiveBack")]
    Task GiveBack(Guid reservationId);

    /// <summary>
    /// Tells the seat what has been committed about it. An older version than the known one is ignored.
    /// </summary>
    [OneWay, Alias("Settle")]
    Task Settle(SettledSeat settled);

    /// <summary>
    /// Drops what is remembered, so that the next call reads the row. For whoever saw memory be wrong.
    /// </summary>
    [OneWay, Alias("Forget")]
    Task Forget();

    /// <summary>Takes an available seat off sale (operator). Safe to repeat.</summary>
    [Alias("Block")]
    Task<BlockOutcome> Block();

    /// <summary>Puts a blocked seat back on sale (operator). Safe to repeat.</summary>
    [Alias("Unblock")]
    Task<BlockOutcome> Unblock();
}
