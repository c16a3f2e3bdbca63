using Ticketing.Orders;

namespace Ticketing.Api;

/// <summary>A payment.</summary>
/// <param name="OrderId">The attempt to pay; null for what was paid before there were orders.</param>
/// <param name="Status">
/// How far it has come: 'Completed' is its happy end; at 'Offered' it waits for what you say to the seats of the
/// reservation, which are others than yours were.
/// </param>
/// <param name="Amount">Points, before the coupon.</param>
/// <param name="Discount">Points that the coupon takes off.</param>
/// <param name="Tickets">Empty until they are issued.</param>
public sealed record PaymentBody(
    Guid? OrderId,
    OrderStatus Status,
    long Amount,
    long Discount,
    ReservationBody Reservation,
    IReadOnlyList<TicketBody> Tickets);
