using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Orders;

namespace Ticketing.Postgres;

/// <summary>The lists of an order as its row keeps them.</summary>
[JsonSerializable(typeof(ImmutableArray<OrderLine>))]
[JsonSerializable(typeof(ImmutableArray<string>))]
internal sealed partial class OrderJson : JsonSerializerContext
{
    // Names of categories stay readable, in any script.
    private static readonly OrderJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(ImmutableArray<OrderLine> lines) =>
        JsonSerializer.Serialize(lines, Readable.ImmutableArrayOrderLine);

    public static string Write(ImmutableArray<string> parts) =>
        JsonSerializer.Serialize(parts, Readable.ImmutableArrayString);

    public static ImmutableArray<OrderLine> Lines(string json) =>
        JsonSerializer.Deserialize(json, Readable.ImmutableArrayOrderLine);

    public static ImmutableArray<string> Parts(string json) =>
        JsonSerializer.Deserialize(json, Readable.ImmutableArrayString);
}
