using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

/// <summary>A string in the body of a request, as the OpenAPI document describes it.</summary>
/// <param name="Path">The names of the members from the top; a list is entered at its first item.</param>
public sealed record TextMember(DocumentedOperation Operation, string[] Path, bool IsItem, int? MaxLength)
{
    public string Name => $"{Operation.Name} {JsonPath}";

    /// <summary>As the problems of the API name it.</summary>
    public string JsonPath => $"$.{string.Join('.', Path)}{(IsItem ? "[0]" : "")}";

    public static async Task<IReadOnlyList<TextMember>> ReadAllAsync(ApiServer server)
    {
        var document = JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json"))!;
        return
        [
            .. from operation in await DocumentedOperation.ReadAllAsync(server)
               where operation.HasBody
               let schema = operation.Document["requestBody"]!["content"]!["application/json"]!["schema"]!
               from member in Find(document, operation, schema, [])
               select member,
        ];
    }

    /// <summary>The body with this text at the place of the member.</summary>
    public string In(JsonObject body, string text)
    {
        JsonNode owner = body;
        foreach (var name in Path[..^1])
        {
            if (name.EndsWith("[0]", StringComparison.Ordinal))
                owner = owner[name[..^3]]![0]!;
            else
                owner = owner[name] ?? (owner[name] = new JsonObject());
        }

        owner[Path[^1]] = IsItem ? new JsonArray(Marker) : Marker;
        return body.ToJsonString().Replace(Marker, Escaped(text), StringComparison.Ordinal);
    }

    private const string Marker = "the-text-of-the-test";

    /// <summary>Halves of characters are escaped, as no other way to send them remains.</summary>
    private static string Escaped(string text)
    {
        var isWhole = Texts.IsWellFormed(text);
        return string.Concat(text.Select(unit => unit < ' ' || (!isWhole && char.IsSurrogate(unit))
            ? $"\\u{(int)unit:x4}"
            : $"{unit}"));
    }

    private static IEnumerable<TextMember> Find(
        JsonNode document, DocumentedOperation operation, JsonNode schema, string[] path)
    {
        schema = Resolved(document, schema);
        if (IsText(schema) && path.Length > 0)
        {
            yield return new TextMember(operation, path, IsItem: false, schema["maxLength"]?.GetValue<int>());
            yield break;
        }

        if (schema["items"] is { } items && path.Length > 0)
        {
            if (IsText(Resolved(document, items)))
                yield return new TextMember(operation, path, IsItem: true, MaxLength: null);
            else
                path = [.. path[..^1], $"{path[^1]}[0]"];
            schema = Resolved(document, items);
        }

        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
            foreach (var member in Find(document, operation, property!, [.. path, name]))
                yield return member;
    }

    private static JsonNode Resolved(JsonNode document, JsonNode schema)
    {
        var choice = (schema["oneOf"] ?? schema["anyOf"])?.AsArray().FirstOrDefault(one => one!["$ref"] is not null);
        var reference = (choice ?? schema)["$ref"]?.GetValue<string>();
        return reference is null ? schema : document["components"]!["schemas"]![reference.Split('/')[^1]]!;
    }

    private static bool IsText(JsonNode schema) =>
        schema["format"] is null && schema["enum"] is null
        && (schema["type"]?.ToJsonString() ?? "").Contains("\"string\"", StringComparison.Ordinal);
}
