using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Stock;

/// <summary>
/// Decisions about the stock that orders and reservations take from one category. Pure. The row of a take records what
/// was done, so a repeated event changes nothing; a take that is released before it was taken is never taken.
/// </summary>
public static class StockRules
{
    private static readonly TimeSpan SeatStockPatience =
        TimeSpan.FromMilliseconds(Limits.SeatStockPatienceMilliseconds);

    private static readonly TimeSpan UnclaimedAfter = TimeSpan.FromSeconds(Limits.UnclaimedTakeSeconds);

    public static StockDraft Handle(StockDraft draft, Delivered<OrderEvent> heard)
    {
        var body = heard.Body;
        if (body.Lines.FirstOrDefault(line => line.Category == draft.Key.Category) is not { } line) return draft;
        if (heard.Topic != Topics.OrderProcessing) return GiveBackOf(draft, body, line);
        if (MayComeBack(draft, heard, line))
            throw new InvalidOperationException($"The stock of {draft.Key} may lag behind its seats: retry later.");
        return Take(draft, body, line);
    }

    /// <summary>
    /// Turns the allocation into sold when tickets are issued, and publishes a failure when there is no allocation any
    /// more. When issuing failed, gives the allocation back.
    /// </summary>
    public static StockDraft HandleTickets(StockDraft draft, Delivered<TicketEvent> heard)
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
    /// Whether the event gives stock back: general admission when the reservation has ended, seats when a paid
    /// reservation is cancelled. An order in flight for an expired reservation keeps its stock.
    /// </summary>
    public static bool GivesBack(ReservationEvent body) =>
        (IsCancelledPaid(body) && body.OrderId is not null)
        || (body.Status is ReservationStatus.Cancelled or ReservationStatus.Expired
            && body.Seats.Any(seat => seat.SeatId.Length == 0));

    public static StockDraft HandleReservation(StockDraft draft, Delivered<ReservationEvent> heard)
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
    /// Allocates for a reservation of general admission, or for its order when the payment came after the reservation
    /// had expired. A reservation may allocate again after its stock was released; an order may not. A repeated request
    /// writes the take again, because the reservation's commit may be in flight since then; with another quantity it is
    /// refused (null).
    /// </summary>
    public static StockDraft? Allocate(StockDraft draft, Guid reservationId, int quantity, Guid? orderId)
    {
        var takeId = orderId ?? reservationId;
        var take = draft.Find(takeId);
        var isLive = take?.Status is StockTakeStatus.Allocated or StockTakeStatus.Sold;
        if (isLive && take!.Quantity > 0)
        {
            if (orderId is not null) return draft;
            return take.Quantity == quantity ? draft.Put(takeId, reservationId, quantity, take.Status) : null;
        }

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

    /// <summary>Whether a reservation that has not ended includes general admission of the category.</summary>
    public static bool Has(ReservationRow reservation, string category) =>
        reservation.Status is not (ReservationStatus.Cancelled or ReservationStatus.Expired)
        && reservation.Seats.Any(seat => seat.SeatId.Length == 0 && seat.Category == category);

    /// <summary>
    /// Releases an allocation without a reservation; a recent one is kept, because its reservation may still be
    /// committed.
    /// </summary>
    public static StockDraft GiveBackUnclaimed(StockDraft draft, Guid reservationId) =>
        draft.Find(reservationId) is { Status: StockTakeStatus.Allocated } take
        && take.At <= draft.Now - UnclaimedAfter
            ? GiveBack(draft, reservationId, reservationId, take.Quantity)
            : draft;

    private static bool IsCancelledPaid(ReservationEvent body) =>
        body.Status == ReservationStatus.Cancelled && body.Payment != PaymentStatus.Void;

    /// <summary>
    /// An answer to an order is final: a part that has succeeded can never fail later. General admission was allocated
    /// when it was reserved, so the order's own take only records the answer, with quantity 0.
    /// </summary>
    private static StockDraft Take(StockDraft draft, OrderEvent body, OrderLine line)
    {
        if (draft.Find(body.OrderId) is { } said)
        {
            // Repeat the answer. The row is written again, so that a decision based on stale memory conflicts.
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
    /// Whether missing stock may still be given back: the fan holds the seat, so there must be stock, but the release
    /// by the previous holder arrives as an event, shortly after the seat became free. The order is retried until this
    /// time has passed.
    /// </summary>
    private static bool MayComeBack(StockDraft draft, Delivered<OrderEvent> heard, OrderLine line) =>
        line.HasSeats && draft.Row is not null && draft.Free < line.Quantity && draft.Find(heard.Body.OrderId) is null
        && draft.Now - heard.OccurredAt < SeatStockPatience;

    private static StockDraft Answer(StockDraft draft, OrderEvent body, StockTakeStatus status) =>
        status == StockTakeStatus.Refused
            ? draft.Say(
                Topics.OrderProcessingFail, body with { Part = draft.Key.Category, Reason = OrderReasons.SoldOut })
            : draft.Say(Topics.OrderProcessingStockSuccess, body with { Part = draft.Key.Category });

    /// <summary>
    /// Gives back the order's own take. The allocation of general admission is released when its reservation ends.
    /// </summary>
    private static StockDraft GiveBackOf(StockDraft draft, OrderEvent body, OrderLine line) =>
        GiveBack(draft, body.OrderId, body.ReservationId, line.HasSeats ? line.Quantity : 0);

    /// <summary>
    /// Marks the recorded answer to an order of general admission as sold, together with the allocation.
    /// </summary>
    private static StockDraft WithWord(StockDraft draft, OrderEvent order) =>
        draft.Find(order.OrderId) is { Quantity: 0, Status: StockTakeStatus.Allocated } word
            ? draft.Put(word.TakeId, word.ReservationId, quantity: 0, StockTakeStatus.Sold)
            : draft;

    private static Guid TakeOf(StockDraft draft, OrderEvent order, OrderLine line) =>
        line.HasSeats || draft.Find(order.OrderId) is { Quantity: > 0 } ? order.OrderId : order.ReservationId;
}

/// <summary>A stock and its takes while a batch is decided; one commit writes it.</summary>
/// <param name="Row">With the stored version; null when the schedule has no such category.</param>
/// <param name="Takes">The loaded and the new takes by id, with their stored versions.</param>
/// <param name="Changed">The ids of the takes that must be written.</param>
/// <param name="Now">The time of the decision.</param>
public sealed record StockDraft(
    StockKey Key,
    StockRow? Row,
    ImmutableDictionary<Guid, StockTakeRow> Takes,
    ImmutableHashSet<Guid> Changed,
    ImmutableArray<OrderEventDraft> OrderEvents,
    ImmutableArray<StockEventDraft> StockEvents,
    DateTimeOffset Now)
{
    public bool IsChanged => !Changed.IsEmpty;

    public static StockDraft Of(StockKey key, StockRow? row, IEnumerable<StockTakeRow> takes, DateTimeOffset now) =>
        new(key, row, takes.ToImmutableDictionary(take => take.TakeId), [], [], [], now);

    public int Free => Row?.Free ?? 0;

    public StockTakeRow? Find(Guid takeId) => Takes.GetValueOrDefault(takeId);

    /// <summary>Replaces a take and adjusts the counts.</summary>
    public StockDraft Put(Guid takeId, Guid reservationId, int quantity, StockTakeStatus status)
    {
        var before = Find(takeId);
        var next = before is null
            ? new StockTakeRow(Key, takeId, reservationId, quantity, status, Now, Version: 0)
            : before with { Quantity = quantity, Status = status, At = Now };
        return this with
        {
            Row = Row is null
                ? null
                : Row with
                {
                    Allocated = Row.Allocated + Counted(next, StockTakeStatus.Allocated)
                        - Counted(before, StockTakeStatus.Allocated),
                    Sold = Row.Sold + Counted(next, StockTakeStatus.Sold) - Counted(before, StockTakeStatus.Sold),
                },
            Takes = Takes.SetItem(takeId, next),
            Changed = Changed.Add(takeId),
        };
    }

    public StockDraft Say(string topic, OrderEvent body) =>
        this with { OrderEvents = OrderEvents.Add(new OrderEventDraft(topic, body)) };

    public StockDraft Say(string topic, StockStatus status, Guid takeId, OrderEvent order) => this with
    {
        StockEvents = StockEvents.Add(new StockEventDraft(topic, new StockEvent(
            order.ReservationId, status, Takes[takeId].Version + 1, order, Key.Category))),
    };

    private static int Counted(StockTakeRow? take, StockTakeStatus status) =>
        take?.Status == status ? take.Quantity : 0;
}

/// <summary>The state of a take. The numbers are stored and must not change.</summary>
public enum StockTakeStatus
{
    Allocated = 0,
    Sold = 1,

    /// <summary>
    /// Released, possibly before it was taken: it can never be taken later, however late the request arrives.
    /// </summary>
    Released = 2,

    /// <summary>Refused because there was not enough stock.</summary>
    Refused = 3,
}
