using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Orders;

/// <summary>
/// Decides how events change an order, in any order of arrival and with repetitions. Pure. A debit is requested only
/// when all parts are taken and nothing has failed; after a failure it is never requested.
/// </summary>
public static class OrderRules
{
    /// <summary>Name of the coupon among the parts of an order. No category has an empty name.</summary>
    public const string CouponPart = "";

    /// <summary>Detail of a step by which other seats are offered.</summary>
    public const string OfferDetail = "offer";

    /// <summary>Whether the status is final: Completed, Failed or Undone.</summary>
    public static bool IsAtEnd(OrderStatus status) =>
        status is OrderStatus.Completed or OrderStatus.Failed or OrderStatus.Undone;

    /// <summary>Whether nothing happens until the fan or an operator acts.</summary>
    public static bool IsAtRest(OrderStatus status) => IsAtEnd(status) || status == OrderStatus.Offered;

    /// <summary>Whether the order has tickets, or may get them at any moment, and has not ended.</summary>
    public static bool HasTickets(OrderStatus status) => status is OrderStatus.Processed or OrderStatus.Ticketed;

    public static bool HasAllParts(OrderRow order) =>
        order.Lines.All(line => order.Parts.Contains(line.Category))
        && (order.CouponCode is null || order.Parts.Contains(CouponPart));

    public static OrderDraft Handle(OrderDraft? known, Delivered<OrderEvent> heard, DateTimeOffset now)
    {
        var draft = known ?? OrderDraft.New(heard.Body, now);
        var body = heard.Body;
        var next = heard.Topic switch
        {
            Topics.OrderProcessing when body.Again => SayAgain(draft),
            Topics.OrderProcessingStockSuccess or Topics.OrderProcessingCouponSuccess => TakePart(draft, heard, now),
            Topics.OrderProcessingSuccess => AskForMoney(draft),
            Topics.OrderProcessingFail when draft.Order.Status == OrderStatus.Processing => Fail(draft, body.Reason),
            Topics.OrderPaymentFail => Fail(draft, body.Reason),
            Topics.OrderPaymentSuccess => Pay(draft),
            Topics.OrderPaymentLate => BeUndone(draft, body.Reason),
            Topics.OrderRefunded => draft.Order.Status == OrderStatus.Failed ? draft : draft.Become(OrderStatus.Undone),
            _ => draft,
        };
        return body.Again && next == draft ? next : next.Note(heard.Topic, Detail(body), now);
    }

    /// <summary>
    /// Whether the event concerns an order: its reservation was confirmed, got an offer, or was given up.
    /// </summary>
    public static bool ConcernsOrder(ReservationEvent body) =>
        body.OrderId is not null
        && body.Payment is PaymentStatus.Paid or PaymentStatus.Refunding or PaymentStatus.Refunded;

    /// <summary>The reservation's state decides, not the topic of the event.</summary>
    public static OrderDraft HandleReservation(
        OrderDraft draft, Delivered<ReservationEvent> heard, DateTimeOffset now)
    {
        var body = heard.Body;
        var status = draft.Order.Status;
        var next = (body.Status, body.Payment) switch
        {
            (ReservationStatus.Confirmed, PaymentStatus.Paid)
                when status is OrderStatus.Paying or OrderStatus.Paid or OrderStatus.Offered =>
                draft.Become(OrderStatus.Processed).Say(Topics.OrderProcessed),
            (ReservationStatus.Paying, PaymentStatus.Paid)
                when status is OrderStatus.Paying or OrderStatus.Paid =>
                draft.Become(OrderStatus.Offered),
            (_, PaymentStatus.Refunding or PaymentStatus.Refunded) when MayBeUndone(status) =>
                GiveUp(draft, body.Reason),
            _ => draft,
        };
        return next == draft && heard.Topic == Topics.ReservationChanged
            ? draft
            : next.Note(heard.Topic, next.Order.Status == OrderStatus.Offered ? OfferDetail : body.Reason, now);
    }

    public static OrderDraft HandleTickets(OrderDraft draft, Delivered<TicketEvent> heard, DateTimeOffset now)
    {
        var next = heard.Topic switch
        {
            Topics.TicketIssued when draft.Order.Status == OrderStatus.Processed =>
                Complete(draft.Become(OrderStatus.Ticketed)),
            Topics.TicketIssueFailed when MayBeUndone(draft.Order.Status) =>
                draft.Become(OrderStatus.Undoing, OrderReasons.TicketsFailed),
            _ => draft,
        };
        return heard.Body.Order is { Again: true } && next == draft ? next : next.Note(heard.Topic, null, now);
    }

    /// <summary>Records the event. When stock could not be decreased, the ticket grain undoes the sale.</summary>
    public static OrderDraft HandleStock(OrderDraft draft, Delivered<StockEvent> heard, DateTimeOffset now) =>
        Complete(draft.Note(heard.Topic, heard.Body.Category, now));

    /// <summary>Publishes the pending event again; null when nothing is pending.</summary>
    public static OrderDraft? Drive(OrderDraft draft)
    {
        if (IsAtEnd(draft.Order.Status)) return null;
        var next = draft.Order.Status == OrderStatus.Processing && !HasAllParts(draft.Order)
            ? draft.Say(Topics.OrderProcessing, again: true)
            : SayAgain(draft);
        return next == draft ? null : next;
    }

    /// <summary>Undoes the order; null when it has already ended.</summary>
    public static OrderDraft? Undo(OrderDraft draft, DateTimeOffset now)
    {
        if (IsAtEnd(draft.Order.Status)) return null;
        var noted = draft.Note(OrderReasons.UndoneByOperator, null, now);
        return draft.Order.Status switch
        {
            OrderStatus.Processing => noted
                .Become(OrderStatus.Failed, OrderReasons.UndoneByOperator).Say(Topics.OrderProcessingFail),
            OrderStatus.Undoing => noted.Say(Topics.OrderPaymentLate, again: true),
            _ => GiveUp(noted, OrderReasons.UndoneByOperator),
        };
    }

    /// <summary>Starts the refund and the return of everything taken.</summary>
    public static OrderDraft GiveUp(OrderDraft draft, string? reason) =>
        draft.Become(OrderStatus.Undoing, reason).Say(Topics.OrderPaymentLate, again: true);

    public static bool MayBeUndone(OrderStatus status) =>
        status is not (OrderStatus.Failed or OrderStatus.Undoing or OrderStatus.Undone);

    /// <summary>
    /// The last part requests the payment at once. Both events are published, so the order does not have to consume its
    /// own first one.
    /// </summary>
    private static OrderDraft TakePart(OrderDraft draft, Delivered<OrderEvent> heard, DateTimeOffset now)
    {
        var (order, body) = (draft.Order, heard.Body);
        if (order.Status != OrderStatus.Processing || body.Part is not { } part || order.Parts.Contains(part))
            return draft;

        var discount = part == CouponPart ? body.Discount : order.Discount;
        var next = draft with { Order = order with { Parts = order.Parts.Add(part), Discount = discount } };
        if (!HasAllParts(next.Order)) return next;
        return AskForMoney(next.Say(Topics.OrderProcessingSuccess))
            .Note(heard.Topic, Detail(body), now)
            .Note(Topics.OrderProcessingSuccess, detail: null, now);
    }

    private static OrderDraft AskForMoney(OrderDraft draft) =>
        draft.Order.Status == OrderStatus.Processing && HasAllParts(draft.Order)
            ? draft.Become(OrderStatus.Paying).Say(Topics.OrderPayment)
            : draft;

    private static OrderDraft Fail(OrderDraft draft, string? reason) =>
        draft.Order.Status is OrderStatus.Processing or OrderStatus.Paying
            ? draft.Become(OrderStatus.Failed, reason)
            : draft;

    /// <summary>A debit that succeeded although the order had failed is refunded.</summary>
    private static OrderDraft Pay(OrderDraft draft) => draft.Order.Status switch
    {
        OrderStatus.Processing or OrderStatus.Paying => draft.Become(OrderStatus.Paid),
        OrderStatus.Failed => GiveUp(draft, draft.Order.Reason),
        _ => draft,
    };

    private static OrderDraft BeUndone(OrderDraft draft, string? reason) =>
        MayBeUndone(draft.Order.Status) ? draft.Become(OrderStatus.Undoing, reason) : draft;

    /// <summary>
    /// Completes the order once the stock of all categories has been decreased. The stock is decreased after the
    /// tickets are issued, even if its events arrive first.
    /// </summary>
    private static OrderDraft Complete(OrderDraft draft) =>
        draft.Order.Status is OrderStatus.Processed or OrderStatus.Ticketed
        && draft.Order.Lines.All(line => draft.Has(Topics.StockDecreased, line.Category))
            ? draft.Become(OrderStatus.Completed)
            : draft;

    /// <summary>
    /// Publishes the event whose answer makes progress; for an order that has failed or was undone, the event that the
    /// consumers may have missed.
    /// </summary>
    private static OrderDraft SayAgain(OrderDraft draft) => draft.Order.Status switch
    {
        OrderStatus.Processing when HasAllParts(draft.Order) =>
            draft.Say(Topics.OrderProcessingSuccess, again: true),
        OrderStatus.Paying or OrderStatus.Paid or OrderStatus.Offered => draft.Say(Topics.OrderPayment, again: true),
        OrderStatus.Processed or OrderStatus.Ticketed => draft.Say(Topics.OrderProcessed, again: true),
        OrderStatus.Failed when draft.Order.Reason == OrderReasons.InsufficientBalance =>
            draft.Say(Topics.OrderPaymentFail, again: true),
        OrderStatus.Failed => draft.Say(Topics.OrderProcessingFail, again: true),
        OrderStatus.Undoing or OrderStatus.Undone => draft.Say(Topics.OrderPaymentLate, again: true),
        _ => draft,
    };

    private static string? Detail(OrderEvent body) => (body.Part, body.Reason) switch
    {
        (null or CouponPart, var reason) => reason,
        (var part, null) => part,
        var (part, reason) => $"{part}: {reason}",
    };
}

/// <summary>An order while events are applied to it; one commit writes it.</summary>
/// <param name="Order">With the stored version; 0 when none is stored.</param>
/// <param name="Steps">All steps, the stored ones first.</param>
public sealed record OrderDraft(OrderRow Order, ImmutableArray<OrderStep> Steps, ImmutableArray<OrderEventDraft> Events)
{
    public static OrderDraft Of(OrderRecord record) => new(record.Order, record.Steps, []);

    /// <summary>A new order, created from any of its events: each carries the whole order.</summary>
    public static OrderDraft New(OrderEvent body, DateTimeOffset now) => new(
        new OrderRow(
            body.OrderId, body.ReservationId, body.ScheduleId, body.UserId, OrderStatus.Processing, body.Lines,
            body.Amount, body.CouponCode, Discount: 0, Parts: [], Reason: null, now, now, Version: 0, body.Currency),
        [], []);

    public OrderDraft Become(OrderStatus status, string? reason = null) =>
        this with { Order = Order with { Status = status, Reason = reason ?? Order.Reason } };

    public OrderDraft Say(string topic, bool again = false) => this with
    {
        Events = Events.Add(new OrderEventDraft(topic, new OrderEvent(
            Order.OrderId, Order.ReservationId, Order.ScheduleId, Order.UserId, Order.Lines, Order.Amount,
            Order.CouponCode, Order.Discount, Part: null, Order.Reason, again)
        {
            Currency = Order.Currency,
        })),
    };

    /// <summary>Adds a step; a repeated event adds none.</summary>
    public OrderDraft Note(string name, string? detail, DateTimeOffset now) =>
        Has(name, detail) ? this : this with { Steps = Steps.Add(new OrderStep(now, name, detail)) };

    public bool Has(string name, string? detail) => Steps.Any(step => step.Name == name && step.Detail == detail);
}
