using Ticketing.Reservations;

namespace Ticketing.Reads;

/// <param name="Version">Of the reservation's row: of two readings, the higher one is newer.</param>
internal sealed record ListedReservation(ReservationView View, long Version);
