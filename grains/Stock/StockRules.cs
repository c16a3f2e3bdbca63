using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;

namespace Ticketing.Stock;

/// <summary>
/// Decisions about what orders and reservations have of one category. Pure. The take says what was done, so a repetition
/// changes nothing; what is given back before it was taken is never taken.
/// </summary>
public static class StockRules
{
    public static StockDraft Hear(StockDraft draft, Delivered<OrderEvent> heard)
    {
        var body = heard.Body;
        if (body.Lines.FirstOrDefault(line => line.Category == draft.Key.Category) is not { } line) return draft;
        if (heard.Topic != Topics.OrderProcessing) return GiveBackOf(draft, body, line);
        return line.HasSeats ? Take(draft, body, line) : TakeOfReservation(draft, body);
    }

    /// <summary>What was set aside becomes sold; what is not there any more cannot.</summary>
    public static StockDraft HearTickets(StockDraft draft, Delivered<TicketEvent> heard)
    {
        if (heard.Body.Order is not { } order
            || order.Lines.FirstOrDefault(line => line.Category == draft.Key.Category) is not { } line)
            return draft;
        if (heard.Topic == Topics.TicketIssueFailed) return GiveBackOf(draft, order, line);

        var takeId = TakeOf(draft, order, line);
        var take = draft.Find(takeId);
        if (take?.Status == StockTakeStatus.Sold && !order.Again) return draft;
        var can = take?.Status is StockTakeStatus.Allocated or StockTakeStatus.Sold;
        return can
            ? draft.Put(takeId, order.ReservationId, take!.Quantity, StockTakeStatus.Sold)
                .Say(Topics.StockDecreased, StockStatus.Decreased, takeId, order)
            : draft.Put(takeId, order.ReservationId, line.Quantity, take?.Status ?? StockTakeStatus.Released)
                .Say(Topics.StockFailed, StockStatus.Failed, takeId, order);
    }

    /// <summary>
    /// Whether the reservation gives anything back: general admission when it has ended, seats when it was paid and is
    /// cancelled. An order that is still under way for one that has expired keeps what it took.
    /// </summary>
    public static bool GivesBack(ReservationEvent body) =>
        (IsCancelledPaid(body) && body.OrderId is not null)
        || (body.Status is ReservationStatus.Cancelled or ReservationStatus.Expired
            && body.Seats.Any(seat => seat.SeatId.Length == 0));

    public static StockDraft HearReservation(StockDraft draft, Delivered<ReservationEvent> heard)
    {
        var body = heard.Body;
        var units = body.Seats.Where(seat => seat.Category == draft.Key.Category).ToArray();
        if (units.Length == 0 || !GivesBack(body)) return draft;

        if (units[0].SeatId.Length == 0) draft = GiveBack(draft, body.ReservationId, body.ReservationId, units.Length);
        return IsCancelledPaid(body) && body.OrderId is { } orderId
            ? GiveBack(draft, orderId, body.ReservationId, units.Length)
            : draft;
    }

    /// <summary>
    /// Sets aside for a reservation of general admission, or for its order when it was paid too late to keep it. What
    /// was given back because the reservation was not made may be had again; what an order gave back may not.
    /// </summary>
    public static StockDraft? Allocate(StockDraft draft, Guid reservationId, int quantity, Guid? orderId)
    {
        var takeId = orderId ?? reservationId;
        var take = draft.Find(takeId);
        if (take?.Status is StockTakeStatus.Allocated or StockTakeStatus.Sold) return draft;
        var gone = draft.Free < quantity || (orderId is not null && take is not null);
        return gone ? null : draft.Put(takeId, reservationId, quantity, StockTakeStatus.Allocated);
    }

    public static StockDraft GiveBack(StockDraft draft, Guid takeId, Guid reservationId, int quantity) =>
        draft.Find(takeId) switch
        {
            null => draft.Put(takeId, reservationId, quantity, StockTakeStatus.Released),
            { Status: StockTakeStatus.Allocated or StockTakeStatus.Sold } take =>
                draft.Put(takeId, reservationId, take.Quantity, StockTakeStatus.Released),
            _ => draft,
        };

    private static bool IsCancelledPaid(ReservationEvent body) =>
        body.Status == ReservationStatus.Cancelled && body.Payment != PaymentStatus.Void;

    private static StockDraft Take(StockDraft draft, OrderEvent body, OrderLine line)
    {
        var take = draft.Find(body.OrderId);
        if (take is null)
        {
            var status = draft.Free >= line.Quantity ? StockTakeStatus.Allocated : StockTakeStatus.Refused;
            return Answer(draft.Put(body.OrderId, body.ReservationId, line.Quantity, status), body, status);
        }

        // Who asks again is told what was done; the row is written again, so that nobody says what is old.
        return body.Again && take.Status != StockTakeStatus.Released
            ? Answer(draft.Put(take.TakeId, take.ReservationId, take.Quantity, take.Status), body, take.Status)
            : draft;
    }

    /// <summary>General admission was set aside when it was reserved.</summary>
    private static StockDraft TakeOfReservation(StockDraft draft, OrderEvent body)
    {
        var take = draft.Find(body.ReservationId);
        var stands = take?.Status is StockTakeStatus.Allocated or StockTakeStatus.Sold;
        var quantity = take?.Quantity ?? 0;
        var status = take?.Status ?? StockTakeStatus.Released;
        return Answer(
            draft.Put(body.ReservationId, body.ReservationId, quantity, status), body,
            stands ? StockTakeStatus.Allocated : StockTakeStatus.Refused);
    }

    private static StockDraft Answer(StockDraft draft, OrderEvent body, StockTakeStatus status) =>
        status == StockTakeStatus.Refused
            ? draft.Say(
                Topics.OrderProcessingFail, body with { Part = draft.Key.Category, Reason = OrderReasons.SoldOut })
            : draft.Say(Topics.OrderProcessingStockSuccess, body with { Part = draft.Key.Category });

    /// <summary>What a reservation of general admission has, it gives back itself when it ends.</summary>
    private static StockDraft GiveBackOf(StockDraft draft, OrderEvent body, OrderLine line) =>
        line.HasSeats || draft.Find(body.OrderId) is not null
            ? GiveBack(draft, body.OrderId, body.ReservationId, line.Quantity)
            : draft;

    private static Guid TakeOf(StockDraft draft, OrderEvent order, OrderLine line) =>
        line.HasSeats || draft.Find(order.OrderId) is { Status: StockTakeStatus.Allocated or StockTakeStatus.Sold }
            ? order.OrderId
            : order.ReservationId;
}
