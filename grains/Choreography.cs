using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Events;
using Ticketing.PostProcessing;
using static Ticketing.Events.Topics;

namespace Ticketing;

/// <summary>
/// THE map of the system: topic, consumer group, what it does. A new consumer is a grain and its lines here; whoever
/// publishes does not change. A group's name is where its progress is kept: it never changes.
/// </summary>
public static class Choreography
{
    public static ImmutableArray<Subscription> All { get; } =
    [
        new(ReservationCreated, "seat-map", Grains.SeatMap),
        new(ReservationCreated, "read-model", Grains.ReadModel),
        new(ReservationCreated, "notification", Grains.Notification),
        new(ReservationCreated, "statistics", Grains.Sales),

        new(ReservationConfirmed, "seat-map", Grains.SeatMap),
        new(ReservationConfirmed, "read-model", Grains.ReadModel),
        new(ReservationConfirmed, "notification", Grains.Notification),
        new(ReservationConfirmed, "statistics", Grains.Sales),
        new(ReservationConfirmed, "external-platform", Grains.ExternalPlatform),

        new(ReservationExpired, "seat-map", Grains.SeatMap),
        new(ReservationExpired, "read-model", Grains.ReadModel),
        new(ReservationExpired, "notification", Grains.Notification),
        new(ReservationExpired, "statistics", Grains.Sales),

        new(ReservationCancelled, "seat-map", Grains.SeatMap),
        new(ReservationCancelled, "read-model", Grains.ReadModel),
        new(ReservationCancelled, "notification", Grains.Notification),
        new(ReservationCancelled, "statistics", Grains.Sales),
        new(ReservationCancelled, "external-platform", Grains.ExternalPlatform),

        new(ReservationChanged, "read-model", Grains.ReadModel),

        new(SeatBlocked, "seat-map", Grains.BlockedSeats),
        new(SeatUnblocked, "seat-map", Grains.BlockedSeats),

        new(WaitingTokenCreated, "statistics", Grains.Waiting),
        new(WaitingTokenActivated, "statistics", Grains.Waiting),

        new(TicketIssued, "read-model", Grains.ReadModelOfTickets),
        new(TicketIssueFailed, "read-model", Grains.ReadModelOfTickets),
        new(StockDecreased, "read-model", Grains.ReadModelOfStock),
        new(StockFailed, "read-model", Grains.ReadModelOfStock),
    ];

    private static class Grains
    {
        public static readonly Handler SeatMap = Handler.Of<ISeatMapGrain, ReservationEvent>(
            body => GrainKeys.Of(body.ScheduleId), (map, events) => map.Show(events));

        public static readonly Handler BlockedSeats = Handler.Of<ISeatMapGrain, SeatEvent>(
            body => GrainKeys.Of(body.ScheduleId), (map, events) => map.ShowBlocked(events));

        public static readonly Handler ReadModel = Handler.Of<IReadModelGrain, ReservationEvent>(
            body => Lanes.Of(body.ReservationId), (model, events) => model.Keep(events));

        public static readonly Handler ReadModelOfTickets = Handler.Of<IReadModelGrain, TicketEvent>(
            body => Lanes.Of(body.ReservationId), (model, events) => model.KeepTickets(events));

        public static readonly Handler ReadModelOfStock = Handler.Of<IReadModelGrain, StockEvent>(
            body => Lanes.Of(body.ReservationId), (model, events) => model.KeepStock(events));

        public static readonly Handler Notification = Handler.Of<INotificationGrain, ReservationEvent>(
            body => Lanes.Of(body.UserId), (notification, events) => notification.Notify(events));

        public static readonly Handler Sales = Handler.Of<IStatisticsGrain, ReservationEvent>(
            body => GrainKeys.Of(body.ScheduleId), (statistics, events) => statistics.Count(events));

        public static readonly Handler Waiting = Handler.Of<IStatisticsGrain, WaitingTokenEvent>(
            body => GrainKeys.Of(body.ScheduleId), (statistics, events) => statistics.CountWaiting(events));

        public static readonly Handler ExternalPlatform = Handler.Of<IExternalPlatformGrain, ReservationEvent>(
            body => Lanes.Of(body.ReservationId), (platform, events) => platform.Send(events));
    }
}
