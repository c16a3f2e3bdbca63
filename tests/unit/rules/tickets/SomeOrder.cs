using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Tickets;

namespace Ticketing.Tests.Rules.Tickets;

/// <summary>A processed order for two seats, and its reservation.</summary>
internal static class SomeOrder
{
    public static readonly Guid Id = Guid.Parse("00000000-0000-0000-0000-0000000000d1");

    public static readonly OrderEvent Processed = new(
        Id, Some.Id, Some.Schedule, Some.User, [new OrderLine("Stalls", 2)], Amount: 12_000, CouponCode: null);

    public static readonly OrderEvent AskedAgain = Processed with { Again = true };

    public static readonly ReservationRecord Confirmed =
        Reservation(ReservationStatus.Confirmed, PaymentStatus.Paid);

    public static readonly DateTimeOffset Later = Some.Now.AddSeconds(30);

    /// <summary>Its tickets, issued now.</summary>
    public static ImmutableArray<TicketRow> Issued =>
    [
        .. TicketRules.Issue(Processed, Confirmed, [], Some.Now).Rows.Select(row => row with { Code = "signed" }),
    ];

    /// <summary>The same tickets, cancelled later.</summary>
    public static ImmutableArray<TicketRow> Cancelled => TicketRules.Fail(Processed, null, Issued, Later).Rows;

    public static ReservationRecord Reservation(
        ReservationStatus status, PaymentStatus payment, string? reason = null, Guid? orderId = null) =>
        Some.Pending with
        {
            Reservation = Some.Pending.Reservation with { Status = status, Reason = reason },
            Payment = Some.Pending.Payment with { Status = payment, OrderId = orderId ?? Id },
        };

    public static ReservationEvent Event(ReservationStatus status, PaymentStatus payment, Guid? orderId = null) => new(
        Some.Id, Some.Schedule, Some.User, Some.Pending.Reservation.Seats, 12_000, Some.Now, Reason: null, status,
        payment, Some.Now, Version: 5, PaymentVersion: 5, ImmutableArray.Create(9L, 9L), orderId);
}
