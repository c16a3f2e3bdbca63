namespace Ticketing.Storage;

/// <param name="Seats">Seats it holds or owns now: 0 once it has ended.</param>
public sealed record FanReservation(Guid ReservationId, int Seats);
