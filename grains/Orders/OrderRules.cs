using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Orders;

/// <summary>
/// What an order becomes by what is heard of it, in whatever order that comes and however often. Pure. A debit is asked
/// for only while nothing has failed and all parts were taken; once something has failed it never is.
/// </summary>
public static class OrderRules
{
    /// <summary>Among the parts of an order: its coupon. No category has an empty name.</summary>
    public const string CouponPart = "";

    /// <summary>Of a step: other seats are offered.</summary>
    public const string OfferDetail = "offer";

    /// <summary>Completed, Failed and Undone.</summary>
    public static bool IsAtEnd(OrderStatus status) =>
        status is OrderStatus.Completed or OrderStatus.Failed or OrderStatus.Undone;

    /// <summary>Nothing happens any more unless the fan or an operator does something.</summary>
    public static bool IsAtRest(OrderStatus status) => IsAtEnd(status) || status == OrderStatus.Offered;

    public static bool HasAllParts(OrderRow order) =>
        order.Lines.All(line => order.Parts.Contains(line.Category))
        && (order.CouponCode is null || order.Parts.Contains(CouponPart));

    public static OrderDraft Hear(OrderDraft? known, Delivered<OrderEvent> heard, DateTimeOffset now)
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

    /// <summary>Whether it says anything of an order: that it was confirmed, offered others, or given up.</summary>
    public static bool ConcernsOrder(ReservationEvent body) =>
        body.OrderId is not null
        && body.Payment is PaymentStatus.Paid or PaymentStatus.Refunding or PaymentStatus.Refunded;

    /// <summary>What counts is what the reservation is, not which event tells.</summary>
    public static OrderDraft HearReservation(
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

    public static OrderDraft HearTickets(OrderDraft draft, Delivered<TicketEvent> heard, DateTimeOffset now)
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

    /// <summary>Stock that could not be decreased is the tickets' to undo.</summary>
    public static OrderDraft HearStock(OrderDraft draft, Delivered<StockEvent> heard, DateTimeOffset now) =>
        Complete(draft.Note(heard.Topic, heard.Body.Category, now));

    /// <summary>Says again what should be happening now; null when nothing should.</summary>
    public static OrderDraft? Drive(OrderDraft draft)
    {
        if (IsAtEnd(draft.Order.Status)) return null;
        var next = draft.Order.Status == OrderStatus.Processing && !HasAllParts(draft.Order)
            ? draft.Say(Topics.OrderProcessing, again: true)
            : SayAgain(draft);
        return next == draft ? null : next;
    }

    /// <summary>Null when it is at an end.</summary>
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

    /// <summary>From here on the money goes back and everything that was taken is given back.</summary>
    public static OrderDraft GiveUp(OrderDraft draft, string? reason) =>
        draft.Become(OrderStatus.Undoing, reason).Say(Topics.OrderPaymentLate, again: true);

    public static bool MayBeUndone(OrderStatus status) =>
        status is not (OrderStatus.Failed or OrderStatus.Undoing or OrderStatus.Undone);

    /// <summary>
    /// With the last part it asks for the money at once: who else listens hears of both, the order need not hear itself
    /// first.
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

    /// <summary>Money that was taken although the order had failed goes back.</summary>
    private static OrderDraft Pay(OrderDraft draft) => draft.Order.Status switch
    {
        OrderStatus.Processing or OrderStatus.Paying => draft.Become(OrderStatus.Paid),
        OrderStatus.Failed => GiveUp(draft, draft.Order.Reason),
        _ => draft,
    };

    private static OrderDraft BeUndone(OrderDraft draft, string? reason) =>
        MayBeUndone(draft.Order.Status) ? draft.Become(OrderStatus.Undoing, reason) : draft;

    /// <summary>The stock tells by category; it comes after the tickets, whatever comes first here.</summary>
    private static OrderDraft Complete(OrderDraft draft) =>
        draft.Order.Status is OrderStatus.Processed or OrderStatus.Ticketed
        && draft.Order.Lines.All(line => draft.Has(Topics.StockDecreased, line.Category))
            ? draft.Become(OrderStatus.Completed)
            : draft;

    /// <summary>
    /// The event whose answer would bring it on, or, of one that has failed or was undone, the event that whoever asks
    /// cannot have heard.
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
