using System.Text.Json;
using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Seats;

namespace Ticketing.Tests.Api;

/// <summary>Payloads of events that every group of their topic has to handle.</summary>
internal static class SomeEvents
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly OrderEvent Order = new(
        Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(),
        [new Ticketing.Orders.OrderLine("Standing", 1, HasSeats: false)], Amount: 5_000, CouponCode: "SUMMER");

    public static string PayloadOf(string topic) => topic.Split('.')[0] switch
    {
        "order" => JsonSerializer.Serialize(Order, EventJson.Default.OrderEvent),
        "ticket" => JsonSerializer.Serialize(
            new TicketEvent(Order.ReservationId, TicketStatus.Failed, 1, Order), EventJson.Default.TicketEvent),
        "stock" => JsonSerializer.Serialize(
            new StockEvent(Order.ReservationId, StockStatus.Failed, 1, Order, "Standing"),
            EventJson.Default.StockEvent),
        "seat" => JsonSerializer.Serialize(
            new SeatEvent(Order.ScheduleId, "A-1", SeatStatus.Blocked, 1), EventJson.Default.SeatEvent),
        "waiting-token" => JsonSerializer.Serialize(
            new WaitingTokenEvent(Order.ScheduleId, 1, 1), EventJson.Default.WaitingTokenEvent),
        "reservation" => JsonSerializer.Serialize(Reservation(topic), EventJson.Default.ReservationEvent),
        _ => throw new ArgumentException($"There is no event of {topic} here; add one.", nameof(topic)),
    };

    private static ReservationEvent Reservation(string topic)
    {
        var (status, payment) = topic switch
        {
            Topics.ReservationCreated => (ReservationStatus.Pending, PaymentStatus.Pending),
            Topics.ReservationConfirmed => (ReservationStatus.Confirmed, PaymentStatus.Paid),
            Topics.ReservationExpired => (ReservationStatus.Expired, PaymentStatus.Void),
            Topics.ReservationCancelled => (ReservationStatus.Cancelled, PaymentStatus.Refunding),
            _ => (ReservationStatus.Paying, PaymentStatus.Paid),
        };
        return new ReservationEvent(
            Order.ReservationId, Order.ScheduleId, Order.UserId, [new ReservedSeat("", "Standing", 5_000)], 5_000,
            Now, Reason: null, status, payment, Now, Version: 2, PaymentVersion: 2, [], Order.OrderId);
    }
}
