using System.Collections.Immutable;
using Orleans.Concurrency;
using Ticketing.Events;

namespace Ticketing.Orders;

/// <summary>
/// One attempt to pay for a reservation, from the first event to its end; key: the order's id. It collects the
/// successes of the parts, publishes the next event and records every step.
/// </summary>
[Alias("Ticketing.IOrderGrain"), Version(1)]
public interface IOrderGrain : IGrainWithStringKey
{
    [Alias("Hear")]
    Task HandleOrders(ImmutableArray<Delivered<OrderEvent>> events);

    [Alias("HearReservation")]
    Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events);

    [Alias("HearTickets")]
    Task HandleTickets(ImmutableArray<Delivered<TicketEvent>> events);

    [Alias("HearStock")]
    Task HandleStock(ImmutableArray<Delivered<StockEvent>> events);

    /// <summary>The order, or null before its first event.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<OrderView?> Get();

    /// <summary>
    /// The order once it has ended or waits for the fan's answer to an offer; its state at that time when
    /// <c>Limits.OrderWaitMilliseconds</c> elapse first. Null before its first event.
    /// </summary>
    [AlwaysInterleave, Alias("WaitForEnd")]
    Task<OrderView?> WaitForEnd();

    /// <summary>
    /// Publishes the pending event again, with a growing interval between attempts. The sweeper calls it when the order
    /// has made no progress for a while; safe to call at any time.
    /// </summary>
    [Alias("Drive")]
    Task Drive();

    /// <summary>
    /// Publishes the pending event again at once (operator). False when the order has ended or is unknown.
    /// </summary>
    [Alias("Retry")]
    Task<bool> Retry();

    /// <summary>
    /// Cancels the order (operator) and gives back everything it took. False when the order has ended or is unknown, or
    /// when one of its tickets was used.
    /// </summary>
    [Alias("Undo")]
    Task<bool> Undo();
}

/// <summary>An order and its history; amounts in minor units.</summary>
/// <param name="Reason">Why the order failed or was undone, one of <see cref="OrderReasons"/>; null otherwise.</param>
/// <param name="Steps">Oldest first.</param>
[GenerateSerializer, Immutable, Alias("OrderView")]
public sealed record OrderView(
    [property: Id(0)] Guid Id,
    [property: Id(1)] Guid ReservationId,
    [property: Id(2)] OrderStatus Status,
    [property: Id(3)] long Amount,
    [property: Id(4)] long Discount,
    [property: Id(5)] string? CouponCode,
    [property: Id(6)] string? Reason,
    [property: Id(7)] ImmutableArray<OrderStep> Steps)
{
    /// <summary>A code of ISO 4217; null is the installation's.</summary>
    [Id(30)]
    public string? Currency { get; init; }
}

/// <param name="Quantity">Seats of the category.</param>
/// <param name="HasSeats">True for seats of the plan, false for general admission.</param>
[GenerateSerializer, Immutable, Alias("OrderLine")]
public sealed record OrderLine(
    [property: Id(0)] string Category, [property: Id(1)] int Quantity, [property: Id(2)] bool HasSeats = true);

/// <summary>One step in the history of an order.</summary>
/// <param name="Name">The topic of the event, or a name of its own for a step without an event.</param>
/// <param name="Detail">The part or the reason; null when the name says everything.</param>
[GenerateSerializer, Immutable, Alias("OrderStep")]
public sealed record OrderStep(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string Name, [property: Id(2)] string? Detail = null);

/// <summary>The state of an order. The numbers are stored and must not change.</summary>
public enum OrderStatus
{
    /// <summary>Stock and coupon are being taken.</summary>
    Processing = 0,

    /// <summary>Stock and coupon are taken; the balance is being debited.</summary>
    Paying = 1,

    /// <summary>The balance is debited; the reservation is being confirmed.</summary>
    Paid = 2,

    /// <summary>The reservation is confirmed; tickets are being issued.</summary>
    Processed = 3,

    /// <summary>Tickets are issued; the stock is being decreased.</summary>
    Ticketed = 4,

    /// <summary>Final: everything succeeded.</summary>
    Completed = 5,

    /// <summary>Final: nothing was debited, everything taken is given back.</summary>
    Failed = 6,

    /// <summary>Paid too late for its seats; others are offered to the fan.</summary>
    Offered = 7,

    /// <summary>The debit is being refunded and everything taken is being given back.</summary>
    Undoing = 8,

    /// <summary>Final: the debit is refunded, everything taken is given back.</summary>
    Undone = 9,
}

/// <summary>Why an order failed, as written in events, rows and responses.</summary>
public static class OrderReasons
{
    public const string SoldOut = "sold-out";
    public const string CouponUnknown = "coupon-unknown";
    public const string CouponNotValidNow = "coupon-not-valid-now";
    public const string CouponUsedUp = "coupon-used-up";
    public const string CouponUsedByFan = "coupon-used-by-fan";
    public const string CouponBelowMinimum = "coupon-below-minimum";

    /// <summary>The coupon takes off, or asks for, money of another currency.</summary>
    public const string CouponOtherCurrency = "coupon-other-currency";

    /// <summary>The coupon would take nothing off the price; the use is not counted.</summary>
    public const string CouponWithoutEffect = "coupon-without-effect";

    public const string InsufficientBalance = "insufficient-balance";

    /// <summary>
    /// The payment came after the hold had ended; the seats were taken and no equivalent ones were free.
    /// </summary>
    public const string PaidTooLate = "paid-too-late";

    /// <summary>
    /// The order was paid, but another order pays for the reservation, or its payment had been given up already.
    /// </summary>
    public const string PaymentNotNeeded = "payment-not-needed";

    /// <summary>Other seats were offered for a late payment, but the fan declined or did not answer in time.</summary>
    public const string OfferDeclined = "offer-declined";

    public const string TicketsFailed = "tickets-failed";
    public const string UndoneByOperator = "undone-by-operator";
}
