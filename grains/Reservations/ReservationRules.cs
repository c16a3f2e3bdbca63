using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>Decisions about making a reservation. Pure.</summary>
public static class ReservationRules
{
    /// <summary>Why a reservation cannot be made on these terms, or null when it may be tried.</summary>
    public static ReserveOutcome? Refuse(SaleTerms? terms, ReserveSeats command, DateTimeOffset now)
    {
        if (terms is null) return new ReserveOutcome(ReserveResult.UnknownSchedule);
        if (now < terms.OpensAt) return new ReserveOutcome(ReserveResult.NotOnSale, OpensAt: terms.OpensAt);
        if (now >= terms.StartsAt) return new ReserveOutcome(ReserveResult.NotOnSale);
        if (command.Category is { } category && !terms.Categories.Contains(category))
            return new ReserveOutcome(ReserveResult.UnknownCategory);
        return null;
    }

    /// <summary>The answer to a command whose id has a reservation already.</summary>
    public static ReserveOutcome Repeat(ReservationRecord record, ReserveSeats command) =>
        record.Reservation.RequestHash == command.RequestHash && record.Reservation.UserId == command.UserId
            ? new ReserveOutcome(ReserveResult.Reserved, View(record))
            : new ReserveOutcome(ReserveResult.KeyReused);

    /// <summary>The reservation of seats that were all claimed, as it will be after the commit.</summary>
    public static ReservationRecord Create(
        Guid id, ReserveSeats command, ImmutableArray<ClaimedSeat> claimed, SaleTerms terms, DateTimeOffset now)
    {
        return Create(
            id, command, [.. claimed.Select(seat => new ReservedSeat(seat.SeatId, seat.Category, seat.Price))],
            [.. claimed.Select(seat => seat.Version + 1)], terms, now);
    }

    /// <summary>The reservation of general admission that was set aside.</summary>
    public static ReservationRecord CreateAdmission(
        Guid id, ReserveSeats command, AdmissionPrice admission, SaleTerms terms, DateTimeOffset now) =>
        Create(
            id, command,
            [.. Enumerable.Repeat(new ReservedSeat("", admission.Category, admission.Price), command.Quantity)],
            [.. Enumerable.Repeat(0L, command.Quantity)], terms, now);

    private static ReservationRecord Create(
        Guid id,
        ReserveSeats command,
        ImmutableArray<ReservedSeat> seats,
        ImmutableArray<long> versions,
        SaleTerms terms,
        DateTimeOffset now)
    {
        var amount = seats.Sum(seat => seat.Price);
        var reservation = new ReservationRow(
            id, command.ScheduleId, command.UserId, seats, amount, command.RequestHash, CreatedAt: now,
            ReservationStatus.Pending, ExpiresAt: now.AddSeconds(terms.HoldSeconds), HoldExtended: false,
            Reason: null, UpdatedAt: now, Version: 1,
            terms.HasQueue ? command.Place?.Number : null);
        return new ReservationRecord(
            reservation,
            new PaymentRow(id, command.UserId, amount, PaymentStatus.Pending, Version: 1),
            versions);
    }

    /// <summary>
    /// The rows of its seats as they are while the reservation is what it is; general admission has none.
    /// </summary>
    public static ImmutableArray<SeatRow> SeatRows(ReservationRecord record)
    {
        var reservation = record.Reservation;
        var status = SeatStatusOf(reservation.Status);
        Guid? holder = status == SeatStatus.Available ? null : reservation.Id;
        return
        [
            .. reservation.Seats
                .Select((seat, i) => new SeatRow(
                    new SeatKey(reservation.ScheduleId, seat.SeatId), status, holder,
                    seat.Category, seat.Price, record.SeatVersions[i]))
                .Where(seat => seat.Key.SeatId.Length > 0),
        ];
    }

    public static SeatStatus SeatStatusOf(ReservationStatus status) => status switch
    {
        ReservationStatus.Pending or ReservationStatus.Paying => SeatStatus.Held,
        ReservationStatus.Confirmed => SeatStatus.Sold,
        _ => SeatStatus.Available,
    };

    /// <summary>Seats that count against the fan's limit.</summary>
    public static int CountedSeats(ReservationRow reservation) =>
        SeatStatusOf(reservation.Status) == SeatStatus.Available ? 0 : reservation.Seats.Length;

    public static ReservationView View(ReservationRecord record)
    {
        var row = record.Reservation;
        return new ReservationView(
            row.Id, row.ScheduleId, row.Status, record.Payment.Status, row.Seats, row.Amount,
            row.CreatedAt, row.ExpiresAt, row.Reason);
    }
}
