using System.Collections.Immutable;
using Ticketing.Events;
using static Ticketing.Events.Topics;

namespace Ticketing;

/// <summary>
/// The event map of the system: topic, consumer group, handler. A new consumer is a grain and its lines here; the
/// publisher does not change. A group's progress is stored under its name, so the name must never change.
/// </summary>
public static class Choreography
{
    public static ImmutableArray<Subscription> All { get; } =
    [
        new(ReservationCreated, "seat-map", Handlers.SeatMap),
        new(ReservationCreated, "read-model", Handlers.ReadModel),
        new(ReservationCreated, "notification", Handlers.Notification),
        new(ReservationCreated, "statistics", Handlers.Sales),

        new(ReservationConfirmed, "seat-map", Handlers.SeatMap),
        new(ReservationConfirmed, "read-model", Handlers.ReadModel),
        new(ReservationConfirmed, "notification", Handlers.Notification),
        new(ReservationConfirmed, "statistics", Handlers.Sales),
        new(ReservationConfirmed, "external-platform", Handlers.ExternalPlatform),
        new(ReservationConfirmed, "order", Handlers.OrderOfReservation),

        new(ReservationExpired, "seat-map", Handlers.SeatMap),
        new(ReservationExpired, "read-model", Handlers.ReadModel),
        new(ReservationExpired, "notification", Handlers.Notification),
        new(ReservationExpired, "statistics", Handlers.Sales),
        new(ReservationExpired, "stock", Handlers.StockOfReservation),
        new(ReservationExpired, "ticket", Handlers.TicketsOfReservation),

        new(ReservationCancelled, "seat-map", Handlers.SeatMap),
        new(ReservationCancelled, "read-model", Handlers.ReadModel),
        new(ReservationCancelled, "notification", Handlers.Notification),
        new(ReservationCancelled, "statistics", Handlers.Sales),
        new(ReservationCancelled, "external-platform", Handlers.ExternalPlatform),
        new(ReservationCancelled, "order", Handlers.OrderOfReservation),
        new(ReservationCancelled, "stock", Handlers.StockOfReservation),
        new(ReservationCancelled, "ticket", Handlers.TicketsOfReservation),

        new(ReservationChanged, "seat-map", Handlers.SeatMap),
        new(ReservationChanged, "read-model", Handlers.ReadModel),
        new(ReservationChanged, "order", Handlers.OrderOfReservation),

        new(SeatBlocked, "seat-map", Handlers.BlockedSeats),
        new(SeatUnblocked, "seat-map", Handlers.BlockedSeats),

        new(WaitingTokenCreated, "statistics", Handlers.Waiting),
        new(WaitingTokenActivated, "statistics", Handlers.Waiting),

        new(OrderProcessing, "stock", Handlers.Stock),
        new(OrderProcessing, "coupon", Handlers.Coupon),
        new(OrderProcessing, "order", Handlers.Order),
        new(OrderProcessingStockSuccess, "order", Handlers.Order),
        new(OrderProcessingCouponSuccess, "order", Handlers.Order),
        new(OrderProcessingSuccess, "order", Handlers.Order),
        new(OrderPayment, "balance", Handlers.Balance),
        new(OrderPaymentSuccess, "order", Handlers.Order),
        new(OrderPaymentSuccess, "reservation", Handlers.Reservation),
        new(OrderProcessed, "ticket", Handlers.Tickets),

        new(OrderProcessingFail, "order", Handlers.Order),
        new(OrderProcessingFail, "stock", Handlers.Stock),
        new(OrderProcessingFail, "coupon", Handlers.Coupon),
        new(OrderProcessingFail, "reservation", Handlers.Reservation),
        new(OrderPaymentFail, "order", Handlers.Order),
        new(OrderPaymentFail, "stock", Handlers.Stock),
        new(OrderPaymentFail, "coupon", Handlers.Coupon),
        new(OrderPaymentFail, "reservation", Handlers.Reservation),

        new(OrderPaymentLate, "order", Handlers.Order),
        new(OrderPaymentLate, "balance", Handlers.Balance),
        new(OrderPaymentLate, "stock", Handlers.Stock),
        new(OrderPaymentLate, "coupon", Handlers.Coupon),
        new(OrderPaymentLate, "reservation", Handlers.Reservation),
        new(OrderRefunded, "order", Handlers.Order),
        new(OrderRefunded, "reservation", Handlers.Reservation),

        new(TicketIssued, "order", Handlers.OrderOfTickets),
        new(TicketIssued, "stock", Handlers.StockOfTickets),
        new(TicketIssued, "read-model", Handlers.ReadModelOfTickets),
        new(TicketIssueFailed, "order", Handlers.OrderOfTickets),
        new(TicketIssueFailed, "reservation", Handlers.ReservationOfTickets),
        new(TicketIssueFailed, "balance", Handlers.BalanceOfTickets),
        new(TicketIssueFailed, "coupon", Handlers.CouponOfTickets),
        new(TicketIssueFailed, "stock", Handlers.StockOfTickets),
        new(TicketIssueFailed, "read-model", Handlers.ReadModelOfTickets),
        new(StockDecreased, "order", Handlers.OrderOfStock),
        new(StockDecreased, "read-model", Handlers.ReadModelOfStock),
        new(StockFailed, "order", Handlers.OrderOfStock),
        new(StockFailed, "ticket", Handlers.TicketsOfStock),
        new(StockFailed, "read-model", Handlers.ReadModelOfStock),
    ];
}
