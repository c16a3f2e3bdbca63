using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ticketing.Api;

/// <summary>
/// What the generator cannot see behind our converters (texts and times), and examples of the bodies that a newcomer
/// sends first.
/// </summary>
internal static class SchemaDetails
{
    public static Task ApplyAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
            schema.Format = "date-time";
        if (IsText(type))
            schema.Type = JsonSchemaType.String | NullOf(context);
        else if (context.JsonTypeInfo.ElementType is { } element && IsText(element))
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        else if (type == typeof(JsonElement))
            schema.Type = JsonSchemaType.Object;

        // We may add members to answers; what is sent to us may not have others.
        if (type.Name.EndsWith("Body", StringComparison.Ordinal) || type.IsGenericType)
            schema.AdditionalPropertiesAllowed = true;
        if (context.JsonPropertyInfo is null && ExampleOf(type) is { } example)
            schema.Examples = [JsonNode.Parse(example)!];
        return Task.CompletedTask;
    }

    private static bool IsText(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var given
        && (given == typeof(string) || given == typeof(DateTimeOffset));

    private static JsonSchemaType NullOf(OpenApiSchemaTransformerContext context) =>
        context.JsonPropertyInfo is { IsGetNullable: true } or { PropertyType.IsGenericType: true }
            ? JsonSchemaType.Null
            : 0;

    private static string? ExampleOf(Type type) => type.Name switch
    {
        nameof(Credentials) => """{ "email": "fan@example.org", "password": "correct horse battery" }""",
        nameof(ChargeRequest) => """{ "amount": 500000 }""",
        nameof(ReserveRequest) =>
            """{ "scheduleId": "0196f3c2-5b1e-7c3a-9d52-1f0c2b7a4e11", "category": "Stalls", "quantity": 2 }""",
        _ => null,
    };
}
