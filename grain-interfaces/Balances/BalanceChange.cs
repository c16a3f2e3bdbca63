namespace Ticketing.Balances;

/// <param name="OperationId">Names the change; the same one is applied once. Unique for the user.</param>
/// <param name="Amount">Points, not negative; 0 for free seats.</param>
/// <param name="ReservationId">What it was for, if it was for a reservation.</param>
[GenerateSerializer, Immutable, Alias("BalanceChange")]
public sealed record BalanceChange(
    [property: Id(0)] string OperationId,
    [property: Id(1)] long Amount,
    [property: Id(2)] Guid? ReservationId = null);
