using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ticketing.Tests.Deploy;

/// <summary>
/// YAML as JSON. An unquoted scalar that looks like a number, true or false becomes one, as in Kubernetes.
/// </summary>
internal static class Yaml
{
    public static IReadOnlyList<JsonNode> Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => ToJson(document.RootNode)).OfType<JsonNode>()];
    }

    public static JsonNode ReadOne(string path) => Assert.Single(Read(File.ReadAllText(path)));

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => Merge(map),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } => Plain(text),
        YamlScalarNode { Value: { } text } => JsonValue.Create(text),
        _ => null,
    };

    // Members of the mapping itself take precedence over those that "<<" merges.
    private static JsonObject Merge(YamlMappingNode map)
    {
        var merged = new JsonObject();
        foreach (var (key, value) in map.Children.OrderBy(child => ((YamlScalarNode)child.Key).Value != "<<"))
        {
            var name = ((YamlScalarNode)key).Value!;
            if (name != "<<") merged[name] = ToJson(value);
            else foreach (var (taken, its) in Merge((YamlMappingNode)value)) merged[taken] = its?.DeepClone();
        }

        return merged;
    }

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "null" or "~" => null,
        "true" or "false" => JsonValue.Create(text == "true"),
        _ when decimal.TryParse(text, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
