namespace Ticketing.Seats;

/// <summary>A seat set aside in memory for a reservation that is being committed.</summary>
public sealed record SeatClaim(Guid ReservationId, DateTimeOffset Until);
