using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Deploy;

/// <summary>Reads JSON by path; a missing node is null or empty.</summary>
internal static class JsonPaths
{
    /// <param name="node">The node that the path begins at.</param>
    /// <param name="path">Names separated by spaces; a number is an index of a list.</param>
    public static JsonNode? At(this JsonNode? node, string path) => path.Split(' ').Aggregate(
        node,
        (at, name) => at switch
        {
            JsonObject map => map[name],
            JsonArray list when int.TryParse(name, out var index) && index < list.Count => list[index],
            _ => null,
        });

    public static IEnumerable<JsonNode> List(this JsonNode? node, string path) =>
        node.At(path) is JsonArray list ? list.OfType<JsonNode>() : [];

    public static string? Text(this JsonNode? node, string path) => node.At(path)?.ToString();

    public static int Number(this JsonNode? node, string path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? (int)(decimal)value : 0;

    public static bool Is(this JsonNode? node, string path, bool expected) =>
        node.At(path)?.GetValueKind() == (expected ? JsonValueKind.True : JsonValueKind.False);

    /// <summary>A mapping of strings, such as labels.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonNode? node, string path) =>
        node.At(path) is JsonObject map
            ? map.ToDictionary(entry => entry.Key, entry => entry.Value?.ToString() ?? "")
            : new Dictionary<string, string>();

    /// <summary>Whether a selector with these labels selects an object with those.</summary>
    public static bool Chooses(
        this IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels) =>
        selector.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);
}
