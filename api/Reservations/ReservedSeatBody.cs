namespace Ticketing.Api;

/// <summary>A seat of a reservation.</summary>
/// <param name="Seat">Its <c>seat_guid</c> in the plan.</param>
/// <param name="Price">Points, as it was when the seat was held.</param>
public sealed record ReservedSeatBody(string Seat, string Category, long Price);
