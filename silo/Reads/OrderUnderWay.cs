using Ticketing.Orders;

namespace Ticketing.Reads;

/// <summary>An order that has not ended; amounts in points.</summary>
/// <param name="UpdatedAt">When it made its last step.</param>
public sealed record OrderUnderWay(
    Guid Id,
    Guid ReservationId,
    OrderStatus Status,
    long Amount,
    string? CouponCode,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
