using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Events;

/// <summary>Creates the events that a commit contains.</summary>
public static class OutboxEvents
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

/// <summary>
/// The JSON format of events: camelCase, without reflection. Reading fails when a property without a default is
/// missing.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OrderEvent))]
[JsonSerializable(typeof(ReservationEvent))]
[JsonSerializable(typeof(SeatEvent))]
[JsonSerializable(typeof(StockEvent))]
[JsonSerializable(typeof(TicketEvent))]
[JsonSerializable(typeof(WaitingTokenEvent))]
public sealed partial class EventJson : JsonSerializerContext
{
    /// <summary>Throws <see cref="JsonException"/> when the payload is not such a body.</summary>
    public static TBody Read<TBody>(string payload)
        where TBody : class =>
        JsonSerializer.Deserialize(payload, (JsonTypeInfo<TBody>)Default.GetTypeInfo(typeof(TBody))!)
        ?? throw new JsonException($"The payload of a {typeof(TBody).Name} is null.");
}
