using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ticketing.Events;
using Ticketing.Messaging;
using Ticketing.Reservations;
using Ticketing.Store;

namespace Ticketing.Tests.Wire;

/// <summary>
/// JSON that outlives a release: the bodies of events (in the outbox, at the brokers and in the dead letters),
/// webhooks, and JSON in columns of the database.
/// </summary>
internal static class JsonWire
{
    /// <summary>Bodies of events, by the first part of their topics' names.</summary>
    private static readonly Dictionary<string, JsonTypeInfo> Bodies = new()
    {
        ["order"] = EventJson.Default.OrderEvent,
        ["reservation"] = EventJson.Default.ReservationEvent,
        ["seat"] = EventJson.Default.SeatEvent,
        ["stock"] = EventJson.Default.StockEvent,
        ["ticket"] = EventJson.Default.TicketEvent,
        ["waiting-token"] = EventJson.Default.WaitingTokenEvent,
    };

    /// <summary>Columns of type text that hold JSON, with the code that writes and reads them.</summary>
    public static IReadOnlyList<StoredJson> Columns { get; } =
    [
        StoredJson.Of<ImmutableArray<Orders.OrderLine>>("orders.lines", OrderJson.Write, OrderJson.Lines),
        StoredJson.Of<ImmutableArray<string>>("orders.parts", OrderJson.Write, OrderJson.Parts),
        StoredJson.Of<ImmutableArray<ReservedSeat>>("reservation_details.seats", SeatsJson.Write, SeatsJson.Read),
        StoredJson.Of<FailedAttempt[]>("dead_letters.attempts", AttemptsJson.Write, AttemptsJson.Read),
    ];

    public static IEnumerable<JsonTypeInfo> EventBodies => Bodies.Values;

    /// <summary>Every topic.</summary>
    public static IReadOnlyList<string> AllTopics { get; } =
        [.. typeof(Topics).GetFields().Select(field => (string)field.GetValue(null)!).Order(StringComparer.Ordinal)];

    public static JsonTypeInfo BodyOf(string topic) => Bodies[topic[..topic.IndexOf('.')]];

    public static WireList ReadEvents()
    {
        var list = new WireList();
        foreach (var topic in AllTopics)
        {
            var groups = Choreography.All.Where(line => line.Topic == topic).Select(line => line.Group).Order();
            list.Add("topic", topic, $"{BodyOf(topic).Type.Name} for {string.Join(", ", groups)}");
        }

        foreach (var body in Bodies.Values) AddObject(list, "body", body);
        AddObject(list, "webhook", WebhookJson.Default.WebhookBody);
        return list;
    }

    public static WireList ReadColumns()
    {
        var list = new WireList();
        foreach (var column in Columns)
        {
            var element = column.Type.IsArray ? column.Type.GetElementType()! : column.Type.GetGenericArguments()[0];
            list.Add("column", column.Name, $"{TypeNames.Of(element)}[]");
        }

        AddObject(list, "element", new OrderJson(new JsonSerializerOptions(JsonSerializerDefaults.Web)).OrderLine);
        AddObject(list, "element", new SeatsJson(new JsonSerializerOptions(JsonSerializerDefaults.Web)).ReservedSeat);
        AddObject(list, "element", AttemptsJson.Default.FailedAttempt);
        return list;
    }

    private static void AddObject(WireList list, string kind, JsonTypeInfo type)
    {
        if (list.Sections.ContainsKey($"{kind} {type.Type.Name}")) return;
        var section = list.Add(kind, type.Type.Name);
        foreach (var member in type.Properties)
        {
            var name = member.AttributeProvider is MemberInfo property
                ? TypeNames.Of(property)
                : TypeNames.Of(member.PropertyType);
            section.Add(
                member.Name,
                name.Replace(", ", ",", StringComparison.Ordinal) + (member.IsRequired ? " required" : ""));
            AddParts(list, kind, type, member.PropertyType);
        }
    }

    /// <summary>Adds the objects and enums that a member contains, at any depth.</summary>
    private static void AddParts(WireList list, string kind, JsonTypeInfo owner, Type member)
    {
        var type = Nullable.GetUnderlyingType(member) ?? member;
        if (type.IsEnum)
        {
            if (!list.Sections.ContainsKey($"enum {type.Name}")) GrainWire.AddEnum(list, type);
            return;
        }

        if (owner.OriginatingResolver?.GetTypeInfo(type, owner.Options) is not { } info) return;
        if (info.Kind == JsonTypeInfoKind.Object) AddObject(list, kind, info);
        if (info.Kind == JsonTypeInfoKind.Enumerable && info.ElementType is { } element)
            AddParts(list, kind, owner, element);
    }
}
