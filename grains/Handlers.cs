using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Coupons;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.PostProcessing;
using Ticketing.Reservations;
using Ticketing.Stock;
using Ticketing.Tickets;

namespace Ticketing;

/// <summary>
/// The handlers named in <see cref="Choreography"/>: for each, the grain and the method that consume an event.
/// </summary>
internal static class Handlers
{
    public static readonly Handler SeatMap = Handler.Of<ISeatMapGrain, ReservationEvent>(
        body => GrainKeys.Of(body.ScheduleId), (map, events) => map.HandleReservations(events));

    public static readonly Handler BlockedSeats = Handler.Of<ISeatMapGrain, SeatEvent>(
        body => GrainKeys.Of(body.ScheduleId), (map, events) => map.HandleSeats(events));

    public static readonly Handler ReadModel = Handler.Of<IReadModelGrain, ReservationEvent>(
        body => Lanes.Of(body.ReservationId), (model, events) => model.HandleReservations(events));

    public static readonly Handler ReadModelOfTickets = Handler.Of<IReadModelGrain, TicketEvent>(
        body => Lanes.Of(body.ReservationId), (model, events) => model.HandleTickets(events));

    public static readonly Handler ReadModelOfStock = Handler.Of<IReadModelGrain, StockEvent>(
        body => Lanes.Of(body.ReservationId), (model, events) => model.HandleStock(events));

    public static readonly Handler Notification = Handler.Of<INotificationGrain, ReservationEvent>(
        body => Lanes.Of(body.UserId), (notification, events) => notification.HandleReservations(events));

    public static readonly Handler Sales = Handler.Of<IStatisticsGrain, ReservationEvent>(
        body => GrainKeys.Of(body.ScheduleId), (statistics, events) => statistics.HandleReservations(events));

    public static readonly Handler Waiting = Handler.Of<IStatisticsGrain, WaitingTokenEvent>(
        body => GrainKeys.Of(body.ScheduleId), (statistics, events) => statistics.HandleWaiting(events));

    public static readonly Handler ExternalPlatform = Handler.Of<IExternalPlatformGrain, ReservationEvent>(
        body => Lanes.Of(body.ReservationId), (platform, events) => platform.HandleReservations(events));

    public static readonly Handler Order = Handler.Of<IOrderGrain, OrderEvent>(
        body => GrainKeys.Of(body.OrderId), (order, events) => order.HandleOrders(events));

    public static readonly Handler OrderOfReservation = Handler.ToEach<IOrderGrain, ReservationEvent>(
        body => OrderRules.ConcernsOrder(body) ? [GrainKeys.Of(body.OrderId!.Value)] : [],
        (order, events) => order.HandleReservations(events));

    public static readonly Handler OrderOfTickets = Handler.ToEach<IOrderGrain, TicketEvent>(
        body => body.Order is { } order ? [GrainKeys.Of(order.OrderId)] : [],
        (order, events) => order.HandleTickets(events));

    public static readonly Handler OrderOfStock = Handler.ToEach<IOrderGrain, StockEvent>(
        body => body.Order is { } order ? [GrainKeys.Of(order.OrderId)] : [],
        (order, events) => order.HandleStock(events));

    public static readonly Handler Stock = Handler.ToEach<IStockGrain, OrderEvent>(
        StocksOf, (stock, events) => stock.HandleOrders(events));

    public static readonly Handler StockOfReservation = Handler.ToEach<IStockGrain, ReservationEvent>(
        body => StockRules.GivesBack(body)
            ? body.Seats.Select(seat => GrainKeys.Stock(new StockKey(body.ScheduleId, seat.Category)))
            : [],
        (stock, events) => stock.HandleReservations(events));

    public static readonly Handler StockOfTickets = Handler.ToEach<IStockGrain, TicketEvent>(
        body => StocksOf(body.Order), (stock, events) => stock.HandleTickets(events));

    public static readonly Handler Coupon = Handler.ToEach<ICouponGrain, OrderEvent>(
        CouponsOf, (coupon, events) => coupon.HandleOrders(events));

    public static readonly Handler CouponOfTickets = Handler.ToEach<ICouponGrain, TicketEvent>(
        body => CouponsOf(body.Order), (coupon, events) => coupon.HandleTickets(events));

    public static readonly Handler Balance = Handler.Of<IBalanceGrain, OrderEvent>(
        BalanceOf, (balance, events) => balance.HandleOrders(events));

    public static readonly Handler BalanceOfTickets = Handler.ToEach<IBalanceGrain, TicketEvent>(
        body => body.Order is { } order ? [BalanceOf(order)] : [],
        (balance, events) => balance.HandleTickets(events));

    public static readonly Handler Reservation = Handler.Of<IReservationGrain, OrderEvent>(
        body => GrainKeys.Of(body.ReservationId), (reservation, events) => reservation.HandleOrders(events));

    public static readonly Handler ReservationOfTickets = Handler.Of<IReservationGrain, TicketEvent>(
        body => GrainKeys.Of(body.ReservationId), (reservation, events) => reservation.HandleTickets(events));

    public static readonly Handler Tickets = Handler.Of<ITicketGrain, OrderEvent>(
        body => GrainKeys.Of(body.ReservationId), (tickets, events) => tickets.HandleOrders(events));

    public static readonly Handler TicketsOfReservation = Handler.Of<ITicketGrain, ReservationEvent>(
        body => GrainKeys.Of(body.ReservationId), (tickets, events) => tickets.HandleReservations(events));

    public static readonly Handler TicketsOfStock = Handler.Of<ITicketGrain, StockEvent>(
        body => GrainKeys.Of(body.ReservationId), (tickets, events) => tickets.HandleStock(events));

    private static string BalanceOf(OrderEvent order) =>
        GrainKeys.Balance(new BalanceKey(order.UserId, order.Currency));

    private static IEnumerable<string> StocksOf(OrderEvent? order) =>
        order is null
            ? []
            : order.Lines.Select(line => GrainKeys.Stock(new StockKey(order.ScheduleId, line.Category)));

    private static IEnumerable<string> CouponsOf(OrderEvent? order) =>
        order?.CouponCode is { } code ? [GrainKeys.Coupon(code)] : [];
}
