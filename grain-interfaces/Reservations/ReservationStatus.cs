namespace Ticketing.Reservations;

/// <summary>A reservation is exactly one of these (invariant I3). The numbers are stored and must not change.</summary>
public enum ReservationStatus
{
    Pending = 0,
    Paying = 1,
    Confirmed = 2,
    Cancelled = 3,
    Expired = 4,
}
