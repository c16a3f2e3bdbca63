using System.Collections.Immutable;
using Ticketing.Orders;

namespace Ticketing.Storage;

/// <summary>One attempt to pay for a reservation.</summary>
/// <param name="Parts">
/// The parts that have succeeded: categories of the lines, and the empty string for the coupon.
/// </param>
/// <param name="Discount">Minor units; 0 until the coupon has been taken.</param>
/// <param name="Reason">Why the order failed or was undone, one of <see cref="OrderReasons"/>; null otherwise.</param>
/// <param name="UpdatedAt">Time of the last progress, by which stuck orders are found.</param>
/// <param name="Currency">That of the reservation; written once, null is the installation's.</param>
public sealed record OrderRow(
    Guid OrderId,
    Guid ReservationId,
    Guid ScheduleId,
    Guid UserId,
    OrderStatus Status,
    ImmutableArray<OrderLine> Lines,
    long Amount,
    string? CouponCode,
    long Discount,
    ImmutableArray<string> Parts,
    string? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version,
    string? Currency = null) : IVersionedRow;

/// <summary>An order with its steps, oldest first.</summary>
public sealed record OrderRecord(OrderRow Order, ImmutableArray<OrderStep> Steps);

/// <summary>One step of an order; written once.</summary>
/// <param name="Number">From 1.</param>
public sealed record OrderStepRow(Guid OrderId, int Number, OrderStep Step);
