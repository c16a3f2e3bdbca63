using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ticketing.Events;

/// <summary>
/// How events are written: camelCase, no reflection. A body that lacks something is none, unless that has a default.
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
    /// <summary>Throws <see cref="JsonException"/> when the payload is no such body.</summary>
    public static TBody Read<TBody>(string payload)
        where TBody : class =>
        JsonSerializer.Deserialize(payload, (JsonTypeInfo<TBody>)Default.GetTypeInfo(typeof(TBody))!)
        ?? throw new JsonException($"The payload of a {typeof(TBody).Name} is null.");
}
