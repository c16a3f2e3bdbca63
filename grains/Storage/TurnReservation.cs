using Ticketing.Reservations;

namespace Ticketing.Storage;

/// <summary>A reservation that was made in a turn of a queue.</summary>
/// <param name="Number">Of the fan's place then.</param>
public sealed record TurnReservation(Guid UserId, long Number, ReservationStatus Status);
