using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Api;

/// <summary>An operation as the OpenAPI document describes it; only schemas are left as references.</summary>
public sealed partial record DocumentedOperation(HttpMethod Method, string Path, JsonObject Document)
{
    public string Name => $"{Method} {Path}";

    public bool NeedsToken => Document["security"] is JsonArray { Count: > 0 };

    public bool HasBody => Document["requestBody"] is not null;

    public bool HasId => Path.Contains('{', StringComparison.Ordinal);

    public static async Task<IReadOnlyList<DocumentedOperation>> ReadAllAsync(ApiServer server)
    {
        var document = JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json"))!;
        return
        [
            .. from path in document["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               where operation.Key is not "parameters"
               select new DocumentedOperation(
                   HttpMethod.Parse(operation.Key.ToUpperInvariant()), path.Key,
                   (JsonObject)Resolved(document, operation.Value)!),
        ];
    }

    private static JsonNode? Resolved(JsonNode document, JsonNode? node) => node switch
    {
        JsonObject part when part["$ref"]?.GetValue<string>() is { } reference
            && !reference.StartsWith("#/components/schemas/", StringComparison.Ordinal) =>
            Resolved(document, Target(document, reference)),
        JsonObject part => new JsonObject(
            part.Select(member => KeyValuePair.Create(member.Key, Resolved(document, member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => Resolved(document, item))]),
        _ => node?.DeepClone(),
    };

    /// <summary>The part of the document that a reference names.</summary>
    public static JsonNode? Target(JsonNode document, string reference) =>
        reference.Split('/')[1..].Aggregate((JsonNode?)document, (part, name) => part?[name]);

    public JsonNode? ResponseOf(int status) => Document["responses"]![$"{status}"];

    /// <param name="id">Replaces every parameter of the path: a dead letter may have a group of the same name.</param>
    public Uri Address(string id)
    {
        var path = Parameters().Replace(Path, id);
        return new Uri(path, UriKind.Relative);
    }

    /// <summary>Fails unless the status is documented and a problem is of a type that is documented for it.</summary>
    public void ShouldDocument(ApiAnswer answer)
    {
        var response = ResponseOf(answer.Status);
        Assert.True(response is not null, $"{Name} answered {answer.Status}, which is not documented: {answer.Text}");
        if (answer.Status < 400)
            return;
        Assert.Equal("application/problem+json", answer.MediaType);
        var type = answer.Json["type"]!.GetValue<string>();
        var examples = response["content"]!["application/problem+json"]!["examples"]!.AsObject();
        Assert.True(
            examples.ContainsKey(type["/problems/".Length..]),
            $"{Name} answered {answer.Status} {type}, which is not documented: {answer.Text}");
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameters();
}
