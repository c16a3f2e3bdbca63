using Ticketing.Reservations;

namespace Ticketing.Postgres;

/// <summary>A seat of a reservation as it is stored, written once with the reservation.</summary>
internal sealed record ReservationSeatRow(Guid ReservationId, short Ordinal, Guid ScheduleId, ReservedSeat Seat);
