using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>
/// Parameters, headers, answers and examples that operations have in common: the document describes each once, under
/// <c>components</c>, and operations refer to it.
/// </summary>
internal static class SharedComponents
{
    public static IOpenApiResponse Response(OpenApiDocument document, string name, OpenApiResponse response)
    {
        document.AddComponent<IOpenApiResponse>(name, response);
        return new OpenApiResponseReference(name, document);
    }

    public static IOpenApiExample ExampleOf(OpenApiDocument document, ProblemType type)
    {
        document.AddComponent<IOpenApiExample>(type.Name, new OpenApiExample { Value = ProblemSchema.Example(type) });
        return new OpenApiExampleReference(type.Name, document);
    }

    public static IOpenApiHeader Header(
        OpenApiDocument document, string header, string description, JsonSchemaType type = JsonSchemaType.String)
    {
        var name = NameOf(header.Split('-'));
        document.AddComponent<IOpenApiHeader>(
            name, new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } });
        return new OpenApiHeaderReference(name, document);
    }

    public static IOpenApiParameter Parameter(OpenApiDocument document, string name, OpenApiParameter parameter)
    {
        document.AddComponent<IOpenApiParameter>(name, parameter);
        return new OpenApiParameterReference(name, document);
    }

    /// <summary>A reference to the shared description of a parameter that the generator found, if any.</summary>
    public static IOpenApiParameter Parameter(OpenApiDocument document, IOpenApiParameter found)
    {
        return (found.In, found.Name, found.Schema?.Format) switch
        {
            (ParameterLocation.Query, "limit", _) => Shared(
                $"The largest number of items in a page; {PageQuery.DefaultLimit} when not given.", PageLimit()),
            (ParameterLocation.Query, "cursor", _) => Shared("The nextCursor of the previous page.", Text()),
            (ParameterLocation.Query, "search", _) => Shared(
                "Up to 8 words that must all be in the title or the venue, in any case and with or without accents. "
                + "Send it again with the cursor.",
                new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = EventFilter.MaxSearchLength }),
            (ParameterLocation.Query, "when", _) => Shared(
                "'upcoming' when not given: what has not started yet. A concert is past when all of its dates are. "
                + "Send it again with the cursor.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. EventTime.Values.Select(value => (JsonNode)value)],
                }),
            (ParameterLocation.Query, "enter", _) => Shared(
                "'false': only look; a turn that has come is not taken. 'true' when not given.",
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["true", "false"] }),
            (ParameterLocation.Query, "currency", _) => Shared(
                "A code of ISO 4217; every currency when not given. Send it again with the cursor.",
                new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 3, MaxLength = 3 }),
            (ParameterLocation.Query, "map", _) => Shared(
                "'true': with the seat map. 'false' when not given.",
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["true", "false"] }),
            (ParameterLocation.Query, "lastEventId", _) => Shared(
                "The id of the last event that you have, for clients that cannot send the header Last-Event-ID.",
                Text()),
            (ParameterLocation.Query, "form", _) => Shared(
                "How seats are named: by 'ids' (when not given), or as 'bits' by index.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. SeatMapForm.Values.Select(value => (JsonNode)value)],
                }),
            (ParameterLocation.Path, "id", "uuid") => Shared("From a list, or from the answer to what you created."),
            (ParameterLocation.Path, "eventId", "uuid") => Shared("The id of the event."),
            (ParameterLocation.Path, "group", null) => Shared("The consumer group that could not handle the event."),
            (ParameterLocation.Path, "token", null) => Shared("The token of the place in the queue."),
            (ParameterLocation.Path, "code", null) => Shared("The code of the coupon, in upper or lower case."),
            _ => found,
        };

        IOpenApiParameter Shared(string description, OpenApiSchema? schema = null) =>
            Parameter(document, NameOf([found.Name!]), new OpenApiParameter
            {
                Name = found.Name,
                In = found.In,
                Required = found.Required,
                Description = description,
                Schema = schema ?? found.Schema,
            });
    }

    /// <summary>Sorts the components by name, so that a new operation does not move those of the others.</summary>
    public static void Sort(OpenApiComponents components)
    {
        components.Responses = Sorted(components.Responses);
        components.Parameters = Sorted(components.Parameters);
        components.Examples = Sorted(components.Examples);
        components.Headers = Sorted(components.Headers);
    }

    /// <summary>The words in PascalCase.</summary>
    public static string NameOf(IEnumerable<string> words) =>
        string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    public static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema PageLimit() =>
        new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{PageQuery.MaxLimit}" };

    private static SortedDictionary<string, T>? Sorted<T>(IDictionary<string, T>? components) =>
        components is null ? null : new SortedDictionary<string, T>(components, StringComparer.Ordinal);
}
