using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Events;

/// <summary>Events as they are committed.</summary>
public static class News
{
    /// <summary>Key: the order.</summary>
    public static OutboxEvent Of(string topic, OrderEvent body, DateTimeOffset now) =>
        Of(topic, body.OrderId, body, EventJson.Default.OrderEvent, now);

    /// <summary>Key: the reservation.</summary>
    public static OutboxEvent Of(string topic, ReservationEvent body, DateTimeOffset now) =>
        Of(topic, body.ReservationId, body, EventJson.Default.ReservationEvent, now);

    /// <summary>Key: the reservation.</summary>
    public static OutboxEvent Of(string topic, StockEvent body, DateTimeOffset now) =>
        Of(topic, body.ReservationId, body, EventJson.Default.StockEvent, now);

    /// <summary>Key: the reservation.</summary>
    public static OutboxEvent Of(string topic, TicketEvent body, DateTimeOffset now) =>
        Of(topic, body.ReservationId, body, EventJson.Default.TicketEvent, now);

    /// <summary>Key: the schedule.</summary>
    public static OutboxEvent Of(string topic, WaitingTokenEvent body, DateTimeOffset now) =>
        Of(topic, body.ScheduleId, body, EventJson.Default.WaitingTokenEvent, now);

    /// <summary>Key: the seat.</summary>
    public static OutboxEvent Of(string topic, SeatEvent body, DateTimeOffset now) => Of(
        topic, GrainKeys.Seat(new SeatKey(body.ScheduleId, body.SeatId)), body, EventJson.Default.SeatEvent, now);

    private static OutboxEvent Of<TBody>(
        string topic, Guid key, TBody body, JsonTypeInfo<TBody> type, DateTimeOffset now) =>
        Of(topic, GrainKeys.Of(key), body, type, now);

    private static OutboxEvent Of<TBody>(
        string topic, string key, TBody body, JsonTypeInfo<TBody> type, DateTimeOffset now) =>
        new(
            Guid.CreateVersion7(now), topic, key, JsonSerializer.Serialize(body, type), Activity.Current?.Id, now);
}
