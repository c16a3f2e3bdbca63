using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>Decisions about making a reservation. Pure.</summary>
public static class ReservationRules
{
    /// <summary>The refusal by the terms of the sale, or null when the reservation may be attempted.</summary>
    public static ReserveOutcome? Refuse(SaleTerms? terms, ReserveSeats command, DateTimeOffset now)
    {
        if (terms is null) return new ReserveOutcome(ReserveResult.UnknownSchedule);
        if (now < terms.OpensAt) return new ReserveOutcome(ReserveResult.NotOnSale, OpensAt: terms.OpensAt);
        if (now >= terms.StartsAt) return new ReserveOutcome(ReserveResult.NotOnSale);
        if (command.Category is { } category && CategoryOf(terms, category) is null)
            return new ReserveOutcome(ReserveResult.UnknownCategory);
        return null;
    }

    /// <summary>
    /// The category as the sale writes it, which is as its plan does; null when the sale has none of that name.
    /// </summary>
    public static string? CategoryOf(SaleTerms terms, string typed) =>
        terms.Categories.Contains(typed) ? typed : terms.Categories.FirstOrDefault(one => Texts.AreSame(one, typed));

    /// <summary>The answer to a command whose reservation already exists.</summary>
    public static ReserveOutcome Repeat(ReservationRecord record, ReserveSeats command) =>
        record.Reservation.RequestHash == command.RequestHash && record.Reservation.UserId == command.UserId
            ? new ReserveOutcome(ReserveResult.Reserved, View(record))
            : new ReserveOutcome(ReserveResult.KeyReused);

    /// <summary>The reservation of claimed seats, as it will be after the commit.</summary>
    public static ReservationRecord Create(
        Guid id, ReserveSeats command, ImmutableArray<ClaimedSeat> claimed, SaleTerms terms, DateTimeOffset now)
    {
        return Create(
            id, command, [.. claimed.Select(seat => new ReservedSeat(seat.SeatId, seat.Category, seat.Price))],
            [.. claimed.Select(seat => seat.Version + 1)], terms, now) with { Together = SideBySide.Are(claimed) };
    }

    /// <summary>The reservation of allocated general admission.</summary>
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
            ReservationStatus.Pending, ExpiresAt: now.AddSeconds(terms.HoldSeconds), HeldUntil: null,
            Reason: null, UpdatedAt: now, Version: 1,
            terms.HasQueue ? command.Place?.Number : null,
            terms.Currency)
        {
            HoldSeconds = terms.HoldSeconds,
            RenewalsAllowed = RenewalRules.Allowed(terms, now),
        };
        return new ReservationRecord(
            reservation,
            new PaymentRow(id, command.UserId, amount, PaymentStatus.Pending, Version: 1),
            versions);
    }

    /// <summary>The seat rows that match the reservation's status; none for general admission.</summary>
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
                    seat.Category, seat.Price, record.SeatVersions[i])
                {
                    BlockWantedAt = record.BlockWishes.IsEmpty ? null : record.BlockWishes[i],
                })
                .Where(seat => seat.Key.SeatId.Length > 0)
                .Select(BlockedIfWanted),
        ];
    }

    /// <summary>A seat that an operator wants blocked does not come back on sale.</summary>
    private static SeatRow BlockedIfWanted(SeatRow seat) =>
        seat is { Status: SeatStatus.Available, BlockWantedAt: not null }
            ? seat with { Status = SeatStatus.Blocked, BlockWantedAt = null }
            : seat;

    public static SeatStatus SeatStatusOf(ReservationStatus status) => status switch
    {
        ReservationStatus.Pending or ReservationStatus.Paying => SeatStatus.Held,
        ReservationStatus.Confirmed => SeatStatus.Sold,
        _ => SeatStatus.Available,
    };

    /// <summary>Number of seats that count against the fan's limit.</summary>
    public static int CountedSeats(ReservationRow reservation) =>
        SeatStatusOf(reservation.Status) == SeatStatus.Available ? 0 : reservation.Seats.Length;

    public static ReservationView View(ReservationRecord record)
    {
        var row = record.Reservation;
        var money = ReservationMoney.Of(record.Payment);
        return new ReservationView(
            row.Id, row.ScheduleId, row.Status, record.Payment.Status, row.Seats, row.Amount,
            row.CreatedAt, row.ExpiresAt, row.Reason, money.Discount, money.Paid, money.Refunded)
        {
            Together = record.Together,
            Currency = row.Currency,
            RenewalsLeft = RenewalRules.Left(record),
            OrderId = record.Payment.OrderId,
        };
    }
}

/// <summary>Decisions about the queue turn of a reservation. Pure.</summary>
public static class TurnRules
{
    /// <summary>Null when the fan may reserve, also when the queue has just been switched off.</summary>
    public static ReserveOutcome? Refuse(EnterOutcome turn) =>
        turn.Result is EnterResult.Active or EnterResult.QueueOff
            ? null
            : new ReserveOutcome(ReserveResult.NotAdmitted, Turn: turn);

    /// <summary>The report to the queue about a step, or null when there is none.</summary>
    public static SettledTurn? Change(ReservationRecord? before, ReservationRecord after)
    {
        var row = after.Reservation;
        if (row.QueueNumber is not { } number) return null;
        if (before is not null && RenewalRules.IsRenewed(before, after))
            return new SettledTurn(row.UserId, number, TurnChange.Renewed, row.ExpiresAt);
        if (before?.Reservation.Status == row.Status) return null;
        if (before?.Reservation.Status == ReservationStatus.Expired) return null; // the turn ended with the hold
        TurnChange? change = row.Status switch
        {
            ReservationStatus.Pending when before is null => TurnChange.Reserved,
            ReservationStatus.Paying => TurnChange.PaymentBegan,
            ReservationStatus.Confirmed => TurnChange.Paid,
            ReservationStatus.Cancelled or ReservationStatus.Expired => TurnChange.Released,
            _ => null,
        };
        DateTimeOffset? heldUntil = change == TurnChange.PaymentBegan ? row.ExpiresAt : null;
        return change is { } some ? new SettledTurn(row.UserId, number, some, heldUntil) : null;
    }

    /// <summary>
    /// The report that seats have become free although no turn ends. No fan has the number 0, so the queue only counts
    /// the seats again.
    /// </summary>
    public static SettledTurn FreedSeats { get; } = new(Guid.Empty, 0, TurnChange.Released);

    /// <summary>Whether the step gives seats back that were reserved without a turn.</summary>
    public static bool FreesSeats(ReservationRecord? before, ReservationRecord after) =>
        before is not null && after.Reservation.QueueNumber is null
        && ReservationRules.CountedSeats(before.Reservation) > ReservationRules.CountedSeats(after.Reservation);
}
