namespace Ticketing.Seats;

/// <summary>What a reservation must know of a seat to commit it: the version to expect and what it costs.</summary>
/// <param name="SeatId">The seat's id in the plan.</param>
/// <param name="Category">The price category.</param>
/// <param name="Price">In points.</param>
/// <param name="Version">The version the seat's row has now.</param>
[GenerateSerializer, Immutable, Alias("ClaimedSeat")]
public sealed record ClaimedSeat(
    [property: Id(0)] string SeatId,
    [property: Id(1)] string Category,
    [property: Id(2)] long Price,
    [property: Id(3)] long Version);
