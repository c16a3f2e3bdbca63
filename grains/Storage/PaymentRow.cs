using Ticketing.Reservations;

namespace Ticketing.Storage;

/// <summary>The payment of a reservation; one row each, written together with it.</summary>
/// <param name="Amount">In points, before a coupon; written once.</param>
/// <param name="OrderId">The attempt to pay that is under way, or was the last.</param>
/// <param name="Charged">Points that were taken; 0 while none are known to be.</param>
/// <param name="CouponCode">Of that attempt; null without one.</param>
public sealed record PaymentRow(
    Guid ReservationId,
    Guid UserId,
    long Amount,
    PaymentStatus Status,
    long Version,
    Guid? OrderId = null,
    long Charged = 0,
    string? CouponCode = null) : IVersionedRow;
