using System.Collections.Immutable;
using System.Globalization;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tickets;

/// <summary>
/// Decisions about the tickets of one reservation. Pure; the grain signs the codes when it writes the rows. A row that
/// is cancelled from its first version on was never a ticket: it keeps a late event from issuing one.
/// </summary>
public static class TicketRules
{
    /// <summary>
    /// Issues one ticket per seat when the order is processed. Issues none when the reservation was cancelled in the
    /// meantime, which causes the refund by itself; fails when the reservation does not belong to this order.
    /// </summary>
    /// <param name="reservation">The current reservation; null when it does not exist.</param>
    /// <param name="known">The tickets of the reservation.</param>
    public static TicketChange Issue(
        OrderEvent order, ReservationRecord? reservation, IReadOnlyList<TicketRow> known, DateTimeOffset now)
    {
        var rows = Of(order, known);
        if (rows.Length > 0)
        {
            return rows[0].IsCancelled
                ? TellFailureAgain(order, reservation, rows)
                : TellAgain(order, rows, TicketStatus.Issued);
        }

        if (IsOwnedBy(order, reservation, ReservationStatus.Confirmed) && SeatsFit(order, reservation!))
            return Write([.. NewRows(order, SeatsOf(order, reservation!), now)], TicketStatus.Issued);
        return reservation?.Reservation.Status == ReservationStatus.Cancelled
            ? TicketChange.Nothing
            : Write(NeverIssued(order, now), TicketStatus.Failed);
    }

    /// <summary>
    /// Cancels all tickets when the stock could not be decreased. A used ticket is never cancelled: then nothing
    /// changes, and the order stays unfinished until an operator decides.
    /// </summary>
    /// <param name="reservation">Needed only when the tickets are already cancelled.</param>
    /// <param name="known">The tickets of the reservation.</param>
    public static TicketChange Fail(
        OrderEvent order, ReservationRecord? reservation, IReadOnlyList<TicketRow> known, DateTimeOffset now)
    {
        var rows = Of(order, known);
        if (rows.IsEmpty) return Write(NeverIssued(order, now), TicketStatus.Failed);
        if (WasUsed(rows)) return TicketChange.Nothing;
        return rows[0].IsCancelled
            ? TellFailureAgain(order, reservation, rows)
            : Write(Cancelled(rows), TicketStatus.Failed);
    }

    /// <summary>
    /// The rows that the commit of a paid reservation's cancellation writes: its tickets, cancelled, or rows that keep
    /// them from being issued. The versions of the rows bind the commit to the tickets that were read, so that a gate
    /// and a cancellation at the same moment cannot both succeed. A used ticket stays as it is.
    /// </summary>
    /// <param name="reservation">The reservation before it is cancelled.</param>
    /// <param name="known">The tickets of the reservation.</param>
    public static ImmutableArray<TicketRow> Withdraw(
        ReservationRecord reservation, IReadOnlyList<TicketRow> known, DateTimeOffset now) => Withdraw(
            reservation.Reservation.Id, reservation.Reservation.ScheduleId, reservation.Reservation.UserId,
            reservation.Payment.OrderId, reservation.Reservation.Seats, known, now);

    /// <summary>Whether a gate has let somebody in with one of the tickets.</summary>
    public static bool WasUsed(IEnumerable<TicketRow> known) => known.Any(row => row.UsedAt is not null);

    /// <summary>
    /// Cancels the tickets of a cancelled reservation, including those still to be issued, when the process that
    /// cancelled it is of a release that did not write them in the same commit. An expired reservation has none, and a
    /// late payment may still confirm it. No event is published: the consumers receive the reservation's event.
    /// </summary>
    /// <param name="known">The tickets of the reservation.</param>
    public static TicketChange End(ReservationEvent ended, IReadOnlyList<TicketRow> known, DateTimeOffset now)
    {
        if (!EndsTickets(ended)) return TicketChange.Nothing;
        var rows = Withdraw(
            ended.ReservationId, ended.ScheduleId, ended.UserId, ended.OrderId, ended.Seats, known, now);
        return rows.IsEmpty ? TicketChange.Nothing : Write(rows, told: null);
    }

    /// <summary>Whether the event invalidates tickets that the reservation has or may still get.</summary>
    public static bool EndsTickets(ReservationEvent ended) => ended is
    {
        Status: ReservationStatus.Cancelled,
        Payment: PaymentStatus.Refunding or PaymentStatus.Refunded,
        OrderId: not null,
    };

    public static bool WasNeverIssued(TicketRow row) => row is { IsCancelled: true, Code.Length: 0 };

    /// <summary>
    /// A ticket of a sale before tickets were introduced has no stored code: it is signed whenever it is read.
    /// </summary>
    public static TicketView Show(TicketView ticket, ITicketSigner signer) =>
        ticket is { IsCancelled: false, Code.Length: 0 }
            ? ticket with { Code = signer.Sign(new TicketClaims(ticket.Id, ticket.ScheduleId, ticket.SeatId)) }
            : ticket;

    public static TicketView View(TicketRow row) => new(
        row.TicketId, row.ReservationId, row.ScheduleId, row.SeatId, row.Category, row.Code, row.IsCancelled,
        row.UsedAt, row.UsedGate);

    public static Guid IdOf(Guid orderId, int ordinal) =>
        DerivedId.Of(orderId, string.Create(CultureInfo.InvariantCulture, $"ticket:{ordinal}"));

    /// <summary>
    /// Publishes the failure again only while it is still awaited: the reservation may have been cancelled for another
    /// reason.
    /// </summary>
    private static TicketChange TellFailureAgain(
        OrderEvent order, ReservationRecord? reservation, ImmutableArray<TicketRow> rows)
    {
        var isAwaited = IsOwnedBy(order, reservation, ReservationStatus.Confirmed)
            || (IsOwnedBy(order, reservation, ReservationStatus.Cancelled)
                && reservation is
                {
                    Reservation.Reason: OrderReasons.TicketsFailed,
                    Payment.Status: PaymentStatus.Refunding,
                });
        return isAwaited ? TellAgain(order, rows, TicketStatus.Failed) : TicketChange.Nothing;
    }

    private static ImmutableArray<TicketRow> Withdraw(
        Guid reservationId, Guid scheduleId, Guid userId, Guid? orderId, ImmutableArray<ReservedSeat> seats,
        IReadOnlyList<TicketRow> known, DateTimeOffset now)
    {
        var cancelled = Cancelled([.. known.Where(row => row is { IsCancelled: false, UsedAt: null })]);
        if (orderId is not { } order || known.Any(row => row.OrderId == order)) return cancelled;
        return
        [
            .. cancelled,
            .. seats.Select((seat, ordinal) => Cancelled(New(
                order, reservationId, scheduleId, userId, ordinal, seat.SeatId, seat.Category, now))),
        ];
    }

    private static bool IsOwnedBy(OrderEvent order, ReservationRecord? reservation, ReservationStatus status) =>
        reservation is not null
        && reservation.Reservation.Status == status
        && reservation.Payment.OrderId == order.OrderId;

    private static bool SeatsFit(OrderEvent order, ReservationRecord reservation) =>
        reservation.Reservation.Seats.Length == order.Lines.Sum(line => line.Quantity);

    private static IEnumerable<(string SeatId, string Category)> SeatsOf(
        OrderEvent order, ReservationRecord reservation) =>
        from seat in reservation.Reservation.Seats
        let hasSeat = !order.Lines.Any(line => line.Category == seat.Category && !line.HasSeats)
        select (hasSeat ? seat.SeatId : "", seat.Category);

    private static ImmutableArray<TicketRow> NeverIssued(OrderEvent order, DateTimeOffset now)
    {
        var places = order.Lines.SelectMany(line => Enumerable.Repeat(("", line.Category), line.Quantity));
        return [.. NewRows(order, places, now).Select(Cancelled)];
    }

    private static IEnumerable<TicketRow> NewRows(
        OrderEvent order, IEnumerable<(string SeatId, string Category)> places, DateTimeOffset now) =>
        places.Select((place, ordinal) => New(
            order.OrderId, order.ReservationId, order.ScheduleId, order.UserId, ordinal, place.SeatId, place.Category,
            now));

    private static TicketRow New(
        Guid orderId, Guid reservationId, Guid scheduleId, Guid userId, int ordinal, string seatId, string category,
        DateTimeOffset now) =>
        new(
            IdOf(orderId, ordinal), reservationId, orderId, scheduleId, userId, ordinal, seatId, category, Code: "",
            IssuedAt: now, IsCancelled: false, UsedAt: null, UsedGate: null, Version: 1);

    private static ImmutableArray<TicketRow> Cancelled(ImmutableArray<TicketRow> rows) =>
        [.. rows.Select(row => row with { IsCancelled = true, Version = row.Version + 1 })];

    private static TicketRow Cancelled(TicketRow row) => row with { IsCancelled = true };

    private static ImmutableArray<TicketRow> Of(OrderEvent order, IReadOnlyList<TicketRow> known) =>
        [.. known.Where(row => row.OrderId == order.OrderId)];

    private static TicketChange Write(ImmutableArray<TicketRow> rows, TicketStatus? told) =>
        new(rows, told, VersionOf(rows));

    /// <summary>Publishes the outcome again when the event asks for it.</summary>
    private static TicketChange TellAgain(OrderEvent order, ImmutableArray<TicketRow> rows, TicketStatus told) =>
        order.Again ? new([], told, VersionOf(rows)) : TicketChange.Nothing;

    private static long VersionOf(ImmutableArray<TicketRow> rows) => rows.Max(row => row.Version);
}

/// <summary>A decision about the tickets of a reservation.</summary>
/// <param name="Rows">The rows to write.</param>
/// <param name="Told">The outcome to publish; null for none.</param>
/// <param name="Version">The version of the published event; see <see cref="TicketEvent"/>.</param>
public sealed record TicketChange(ImmutableArray<TicketRow> Rows, TicketStatus? Told, long Version)
{
    public static TicketChange Nothing { get; } = new([], Told: null, Version: 0);

    public bool IsNothing => Rows.IsEmpty && Told is null;
}

/// <summary>The port to the keys that sign tickets.</summary>
public interface ITicketSigner
{
    /// <summary>The code of a ticket, which anyone with the public key can verify offline.</summary>
    string Sign(TicketClaims claims);
}

/// <summary>The signed contents of a ticket's code.</summary>
/// <param name="SeatId">Empty for general admission.</param>
public sealed record TicketClaims(Guid TicketId, Guid ScheduleId, string SeatId);
