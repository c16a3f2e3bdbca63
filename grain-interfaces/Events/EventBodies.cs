using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Seats;

namespace Ticketing.Events;

/// <summary>An event as a consumer receives it: at least once, in order per key.</summary>
/// <param name="EventId">Identical on every delivery of the event.</param>
/// <param name="Key">Events of one key are delivered in the order in which they were committed.</param>
/// <param name="TraceParent">W3C trace context of the operation that caused the event.</param>
[GenerateSerializer, Immutable, Alias("Delivered`1")]
public sealed record Delivered<TBody>(
    [property: Id(0)] Guid EventId,
    [property: Id(1)] string Topic,
    [property: Id(2)] string Key,
    [property: Id(3)] DateTimeOffset OccurredAt,
    [property: Id(4)] string? TraceParent,
    [property: Id(5)] TBody Body);

/// <summary>The body of every <c>reservation.*</c> event, version 1: the reservation as it was committed.</summary>
/// <param name="Amount">In minor units of the currency.</param>
/// <param name="Version">Version of the reservation's row; a lower one is older.</param>
/// <param name="PaymentVersion">Version of the payment's row.</param>
/// <param name="OrderId">The order in progress, or else the last one.</param>
/// <param name="WasSold">Whether the reservation was Confirmed before this step.</param>
/// <param name="WasExpired">
/// Whether the hold had expired before this step, or before the offer that this step ends: the payment was late.
/// </param>
/// <param name="SeatVersions">Versions of the seats' rows, in the order of <paramref name="Seats"/>.</param>
/// <param name="Charged">
/// The amount that the payment debited, after the discount; 0 before. Null in events of releases that did not say it.
/// </param>
[GenerateSerializer, Immutable, Alias("ReservationEvent")]
public sealed record ReservationEvent(
    [property: Id(0)] Guid ReservationId,
    [property: Id(1)] Guid ScheduleId,
    [property: Id(2)] Guid UserId,
    [property: Id(3)] ImmutableArray<ReservedSeat> Seats,
    [property: Id(4)] long Amount,
    [property: Id(5)] DateTimeOffset ExpiresAt,
    [property: Id(6)] string? Reason,
    [property: Id(7)] ReservationStatus Status,
    [property: Id(8)] PaymentStatus Payment,
    [property: Id(9)] DateTimeOffset CreatedAt,
    [property: Id(10)] long Version,
    [property: Id(11)] long PaymentVersion,
    [property: Id(12)] ImmutableArray<long> SeatVersions,
    [property: Id(13)] Guid? OrderId = null,
    [property: Id(14)] bool WasSold = false,
    [property: Id(15)] bool WasExpired = false,
    [property: Id(16)] long? Charged = null)
{
    /// <summary>
    /// The ids of those seats that did not become free with this step, because an operator wants them blocked; null
    /// without any.
    /// </summary>
    [Id(20), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? BlockedSeats { get; init; }

    /// <summary>
    /// The currency of all amounts, a code of ISO 4217. Left out when it is the installation's, as in events of
    /// releases that had only one.
    /// </summary>
    [Id(30), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }
}

/// <summary>
/// The body of every <c>order.*</c> event, version 1. Key: the order. It carries the whole order, so a consumer does
/// not need an earlier event of it.
/// </summary>
/// <param name="Lines">The items bought, one line per category.</param>
/// <param name="Amount">Price in minor units of the currency, before the coupon's discount.</param>
/// <param name="CouponCode">Null without a coupon.</param>
/// <param name="Discount">
/// Discount in minor units; set from <c>order.processing.success</c> on, and in the coupon's success.
/// </param>
/// <param name="Part">In the success or failure of a part: its category, or empty for the coupon.</param>
/// <param name="Reason">In a failure: the reason, one of <see cref="OrderReasons"/>.</param>
/// <param name="Again">
/// The event was published again because no answer came: a consumer that has already done its part publishes its answer
/// again.
/// </param>
[GenerateSerializer, Immutable, Alias("OrderEvent")]
public sealed record OrderEvent(
    [property: Id(0)] Guid OrderId,
    [property: Id(1)] Guid ReservationId,
    [property: Id(2)] Guid ScheduleId,
    [property: Id(3)] Guid UserId,
    [property: Id(4)] ImmutableArray<OrderLine> Lines,
    [property: Id(5)] long Amount,
    [property: Id(6)] string? CouponCode,
    [property: Id(7)] long Discount = 0,
    [property: Id(8)] string? Part = null,
    [property: Id(9)] string? Reason = null,
    [property: Id(10)] bool Again = false)
{
    /// <summary>The currency of all amounts, as in <see cref="ReservationEvent"/>.</summary>
    [Id(30), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }
}

/// <summary>The body of every <c>stock.*</c> event, version 1. Key: the reservation.</summary>
/// <param name="Version">Increases with every change of what the reservation takes from the stock.</param>
/// <param name="Category">The category whose stock it is; a reservation may take from several.</param>
[GenerateSerializer, Immutable, Alias("StockEvent")]
public sealed record StockEvent(
    [property: Id(0)] Guid ReservationId,
    [property: Id(1)] StockStatus Status,
    [property: Id(2)] long Version,
    [property: Id(3)] OrderEvent? Order = null,
    [property: Id(4)] string? Category = null);

/// <summary>The outcome of taking a reservation's stock. The numbers are stored and must not change.</summary>
public enum StockStatus
{
    Decreased = 0,
    Failed = 1,
}

/// <summary>The body of every <c>ticket.*</c> event, version 1. Key: the reservation.</summary>
/// <param name="Order">The order that the tickets were issued for.</param>
/// <param name="Version">Increases with every change of the reservation's tickets.</param>
[GenerateSerializer, Immutable, Alias("TicketEvent")]
public sealed record TicketEvent(
    [property: Id(0)] Guid ReservationId,
    [property: Id(1)] TicketStatus Status,
    [property: Id(2)] long Version,
    [property: Id(3)] OrderEvent? Order = null);

/// <summary>The outcome of issuing a reservation's tickets. The numbers are stored and must not change.</summary>
public enum TicketStatus
{
    Issued = 0,
    Failed = 1,
}

/// <summary>
/// The body of every <c>seat.*</c> event, version 1: a seat that an operator took off sale or put back. Key: the seat.
/// </summary>
/// <param name="Version">Version of the seat's row.</param>
[GenerateSerializer, Immutable, Alias("SeatEvent")]
public sealed record SeatEvent(
    [property: Id(0)] Guid ScheduleId,
    [property: Id(1)] string SeatId,
    [property: Id(2)] SeatStatus Status,
    [property: Id(3)] long Version);

/// <summary>
/// The body of every <c>waiting-token.*</c> event, version 1: one per committed batch, not one per fan. Key: the
/// schedule.
/// </summary>
/// <param name="Count">Number of fans in this batch.</param>
/// <param name="Through">In a created event, the highest number given; in an activated event, the watermark.</param>
[GenerateSerializer, Immutable, Alias("WaitingTokenEvent")]
public sealed record WaitingTokenEvent(
    [property: Id(0)] Guid ScheduleId,
    [property: Id(1)] int Count,
    [property: Id(2)] long Through);
