using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Stock;

/// <summary>
/// Decisions about what orders and reservations have of one category. Pure. The take says what was done, so a
/// repetition changes nothing; what is given back before it was taken is never taken.
/// </summary>
public static class StockRules
{
    private static readonly TimeSpan SeatStockPatience =
        TimeSpan.FromMilliseconds(Limits.SeatStockPatienceMilliseconds);

    private static readonly TimeSpan UnclaimedAfter = TimeSpan.FromSeconds(Limits.UnclaimedTakeSeconds);

    public static StockDraft Hear(StockDraft draft, Delivered<OrderEvent> heard)
    {
        var body = heard.Body;
        if (body.Lines.FirstOrDefault(line => line.Category == draft.Key.Category) is not { } line) return draft;
        if (heard.Topic != Topics.OrderProcessing) return GiveBackOf(draft, body, line);
        if (MayComeBack(draft, heard, line))
            throw new InvalidOperationException($"The stock of {draft.Key} may lag behind its seats: asked too early.");
        return Take(draft, body, line);
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
            ? WithWord(draft, order).Put(takeId, order.ReservationId, take!.Quantity, StockTakeStatus.Sold)
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
    /// was given back because the reservation was not made may be had again; what an order gave back may not. What is
    /// asked for again is written again: the reservation may be on its way since.
    /// </summary>
    public static StockDraft? Allocate(StockDraft draft, Guid reservationId, int quantity, Guid? orderId)
    {
        var takeId = orderId ?? reservationId;
        var take = draft.Find(takeId);
        var isLive = take?.Status is StockTakeStatus.Allocated or StockTakeStatus.Sold;
        if (isLive && take!.Quantity > 0)
            return orderId is null ? draft.Put(takeId, reservationId, take.Quantity, take.Status) : draft;

        var isOver = orderId is not null && take is not null && !isLive;
        return isOver || draft.Free < quantity
            ? null
            : draft.Put(takeId, reservationId, quantity, StockTakeStatus.Allocated);
    }

    public static StockDraft GiveBack(StockDraft draft, Guid takeId, Guid reservationId, int quantity) =>
        draft.Find(takeId) switch
        {
            null => draft.Put(takeId, reservationId, quantity, StockTakeStatus.Released),
            { Status: StockTakeStatus.Allocated or StockTakeStatus.Sold } take =>
                draft.Put(takeId, reservationId, take.Quantity, StockTakeStatus.Released),
            _ => draft,
        };

    /// <summary>Whether a reservation that has not ended has general admission of the category.</summary>
    public static bool Has(ReservationRow reservation, string category) =>
        reservation.Status is not (ReservationStatus.Cancelled or ReservationStatus.Expired)
        && reservation.Seats.Any(seat => seat.SeatId.Length == 0 && seat.Category == category);

    /// <summary>For when no reservation has it; one that was asked for only now may still come.</summary>
    public static StockDraft GiveBackUnclaimed(StockDraft draft, Guid reservationId) =>
        draft.Find(reservationId) is { Status: StockTakeStatus.Allocated } take
        && take.At <= draft.Now - UnclaimedAfter
            ? GiveBack(draft, reservationId, reservationId, take.Quantity)
            : draft;

    private static bool IsCancelledPaid(ReservationEvent body) =>
        body.Status == ReservationStatus.Cancelled && body.Payment != PaymentStatus.Void;

    /// <summary>
    /// What is said to an order stays said: a part that has succeeded once can never fail. General admission was set
    /// aside when it was reserved, so the order's own take is only the word that was given, of nothing.
    /// </summary>
    private static StockDraft Take(StockDraft draft, OrderEvent body, OrderLine line)
    {
        if (draft.Find(body.OrderId) is { } said)
        {
            // Who asks again is told; the row is written again, so that nobody says what is old.
            return body.Again && said.Status != StockTakeStatus.Released
                ? Answer(draft.Put(said.TakeId, said.ReservationId, said.Quantity, said.Status), body, said.Status)
                : draft;
        }

        var can = line.HasSeats
            ? draft.Free >= line.Quantity
            : draft.Find(body.ReservationId)?.Status is StockTakeStatus.Allocated or StockTakeStatus.Sold;
        var status = can ? StockTakeStatus.Allocated : StockTakeStatus.Refused;
        return Answer(
            draft.Put(body.OrderId, body.ReservationId, line.HasSeats ? line.Quantity : 0, status), body, status);
    }

    /// <summary>
    /// The fan holds the seat, so there must be stock: what the one before gave back comes by an event, a moment after
    /// the seat. It is asked again until it has had its time.
    /// </summary>
    private static bool MayComeBack(StockDraft draft, Delivered<OrderEvent> heard, OrderLine line) =>
        line.HasSeats && draft.Row is not null && draft.Free < line.Quantity && draft.Find(heard.Body.OrderId) is null
        && draft.Now - heard.OccurredAt < SeatStockPatience;

    private static StockDraft Answer(StockDraft draft, OrderEvent body, StockTakeStatus status) =>
        status == StockTakeStatus.Refused
            ? draft.Say(
                Topics.OrderProcessingFail, body with { Part = draft.Key.Category, Reason = OrderReasons.SoldOut })
            : draft.Say(Topics.OrderProcessingStockSuccess, body with { Part = draft.Key.Category });

    /// <summary>What a reservation of general admission has, it gives back itself when it ends.</summary>
    private static StockDraft GiveBackOf(StockDraft draft, OrderEvent body, OrderLine line) =>
        GiveBack(draft, body.OrderId, body.ReservationId, line.HasSeats ? line.Quantity : 0);

    /// <summary>The word that was given to an order of general admission goes with what it was given for.</summary>
    private static StockDraft WithWord(StockDraft draft, OrderEvent order) =>
        draft.Find(order.OrderId) is { Quantity: 0, Status: StockTakeStatus.Allocated } word
            ? draft.Put(word.TakeId, word.ReservationId, quantity: 0, StockTakeStatus.Sold)
            : draft;

    private static Guid TakeOf(StockDraft draft, OrderEvent order, OrderLine line) =>
        line.HasSeats || draft.Find(order.OrderId) is { Quantity: > 0 } ? order.OrderId : order.ReservationId;
}
