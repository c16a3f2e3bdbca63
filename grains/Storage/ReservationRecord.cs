using System.Collections.Immutable;

namespace Ticketing.Storage;

/// <summary>A reservation as its grain loads it.</summary>
/// <param name="SeatVersions">
/// The versions of the rows of its seats, in the order of <see cref="ReservationRow.Seats"/>; of use while they are
/// its.
/// </param>
public sealed record ReservationRecord(
    ReservationRow Reservation,
    PaymentRow Payment,
    ImmutableArray<long> SeatVersions);
