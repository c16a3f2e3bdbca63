using System.Text.Json;
using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Tests.Messaging;

/// <summary>Events that the tests send.</summary>
internal static class Sample
{
    public const string Topic = Topics.ReservationCreated;
    public const string SeatTopic = Topics.SeatBlocked;
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Handles every event in the grain "all", whatever its key.</summary>
    public static readonly Handler ToOne =
        Handler.Of<IListenerGrain, ReservationEvent>(_ => "all", (grain, events) => grain.HandleReservations(events));

    public static readonly Handler SeatsToOne =
        Handler.Of<IListenerGrain, SeatEvent>(_ => "seats", (grain, events) => grain.HandleSeats(events));

    public static OutboxEvent Event(string key, string topic = Topic, string? traceParent = null) => new(
        Guid.CreateVersion7(), topic, key, topic == SeatTopic ? SeatBody : Body(), traceParent, Now);

    /// <summary>A handler for a grain of this name.</summary>
    public static Handler To(string grainKey) =>
        Handler.Of<IListenerGrain, ReservationEvent>(
            _ => grainKey, (grain, events) => grain.HandleReservations(events));

    private static string SeatBody => JsonSerializer.Serialize(
        new SeatEvent(Guid.NewGuid(), "1", SeatStatus.Blocked, 1), EventJson.Default.SeatEvent);

    private static string Body() => JsonSerializer.Serialize(
        new ReservationEvent(
            Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), [], 0, Now, null, ReservationStatus.Pending,
            PaymentStatus.Pending, Now, 1, 1, []),
        EventJson.Default.ReservationEvent);
}
