using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Events;

/// <summary>How events are written: camelCase, no reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ReservationEvent))]
[JsonSerializable(typeof(WaitingTokenEvent))]
public sealed partial class EventJson : JsonSerializerContext;
