using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ticketing.Api;

/// <summary>Formats and examples of the bodies that a newcomer sends first.</summary>
internal static class SchemaDetails
{
    public static Task ApplyAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is null
            && context.JsonTypeInfo.Type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "date-time";
        }

        if (context.JsonPropertyInfo is null && ExampleOf(context.JsonTypeInfo.Type) is { } example)
            schema.Examples = [JsonNode.Parse(example)!];
        return Task.CompletedTask;
    }

    private static string? ExampleOf(Type type) => type.Name switch
    {
        nameof(Credentials) => """{ "email": "fan@example.org", "password": "correct horse battery" }""",
        nameof(ChargeRequest) => """{ "amount": 500000 }""",
        nameof(ReserveRequest) =>
            """{ "scheduleId": "0196f3c2-5b1e-7c3a-9d52-1f0c2b7a4e11", "category": "Stalls", "quantity": 2 }""",
        _ => null,
    };
}
