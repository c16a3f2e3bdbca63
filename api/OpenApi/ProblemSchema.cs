using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Ticketing.Api;

/// <summary>How a problem looks in the OpenAPI document.</summary>
internal static class ProblemSchema
{
    public const string Name = "Problem";

    public static OpenApiSchema Create() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "RFC 9457 problem details. Problems of some types have further members.",
        Required = new HashSet<string> { "type", "title", "status", "detail" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("Names the kind of problem; leads to a page that tells what to do."),
            ["title"] = Text("What is wrong, the same for every problem of this type."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            ["detail"] = Text("What is particular about this one, or what to do."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "The members, headers or parameters at fault.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["field"] = Text("A JSON path into the body, or the name of a header or parameter."),
                        ["message"] = Text("What is wrong with it."),
                    },
                },
            },
        },
        AdditionalPropertiesAllowed = true,
    };

    public static JsonNode Example(ProblemType type) => new JsonObject
    {
        ["type"] = type.Uri,
        ["title"] = type.Title,
        ["status"] = type.Status,
        ["detail"] = type.Advice,
    };

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };
}
