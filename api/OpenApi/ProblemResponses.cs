using System.Collections.Immutable;
using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Ticketing.Api;

/// <summary>
/// Documents every problem of an operation: those in its metadata, and those that follow from its shape (it needs a
/// token, has a body, is limited). A problem that is alone or one of two at its status, those of a turn in a queue, and
/// those that every operation answers are components; an operation that answers more problems at one status has an
/// answer of its own.
/// </summary>
internal sealed class ProblemResponses : IOpenApiOperationTransformer
{
    private static readonly ImmutableArray<ProblemType> OfEveryOperation =
    [
        Problems.TooManyRequests, Problems.InternalError,
        Problems.Overloaded, Problems.StoreUnavailable, Problems.OutcomeUnknown,
    ];

    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        document.AddComponent(ProblemSchema.Name, ProblemSchema.Create());
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Responses ??= [];
        var problems = ProblemsOf(metadata, context.Description.HttpMethod).Distinct();
        foreach (var sameStatus in problems.GroupBy(type => type.Status).OrderBy(group => group.Key))
        {
            var status = sameStatus.Key.ToString(CultureInfo.InvariantCulture);
            ProblemType[] types = [.. sameStatus];
            operation.Responses[status] = NameOf(types) is { } name
                ? SharedComponents.Response(document, name, Response(document, types))
                : Response(document, types);
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<ProblemType> ProblemsOf(IList<object> metadata, string? method)
    {
        foreach (var type in metadata.OfType<AnsweredProblems>().SelectMany(answered => answered.Types))
            yield return type;
        if (metadata.OfType<IAuthorizeData>().Any())
        {
            yield return Problems.Unauthenticated;
            if (method != HttpMethods.Get)
                yield return Problems.CrossSiteRequest;
        }

        if (metadata.OfType<IAuthorizeData>().Any(rule => rule.Policy == AccountServices.OperatorPolicy))
            yield return Problems.Forbidden;
        if (metadata.OfType<IAcceptsMetadata>().Any())
        {
            yield return Problems.InvalidRequest;
            yield return Problems.RequestTimeout;
            yield return Problems.TooLarge;
            yield return Problems.UnsupportedMediaType;
        }

        foreach (var type in OfEveryOperation)
            yield return type;
    }

    private static string? NameOf(ProblemType[] types)
    {
        var status = types[0].Status;
        if (types is [var only])
            return SharedComponents.NameOf(only.Name.Split('-'));
        if (types is [var one, var other])
            return $"{NameOf([one])}Or{NameOf([other])}";
        if (QueueRefusals.OfTurn.ToHashSet().SetEquals(types))
            return "NoTurn";
        return types.ToHashSet().SetEquals(OfEveryOperation.Where(type => type.Status == status))
            ? SharedComponents.NameOf(ReasonPhrases.GetReasonPhrase(status).Split(' '))
            : null;
    }

    private static OpenApiResponse Response(OpenApiDocument document, ProblemType[] types) => new()
    {
        Description = string.Join(" ", types.Select(type => $"`{type.Uri}`: {type.Title}")),
        Headers = types[0].Status is 429 or 503 ? RetryAfter(document) : null,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [MediaTypeNames.Application.ProblemJson] = new()
            {
                Schema = new OpenApiSchemaReference(ProblemSchema.Name, document),
                Examples = types.ToDictionary(type => type.Name, type => SharedComponents.ExampleOf(document, type)),
            },
        },
    };

    private static Dictionary<string, IOpenApiHeader> RetryAfter(OpenApiDocument document) => new()
    {
        ["Retry-After"] = SharedComponents.Header(
            document, "Retry-After", "Seconds to wait before the request is worth repeating.", JsonSchemaType.Integer),
    };
}

/// <summary>The schema of a problem in the OpenAPI document.</summary>
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
            ["type"] = Text("Identifies the kind of problem; links to a page that explains how to solve it."),
            ["title"] = Text("States the problem, the same for every problem of this type."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            ["detail"] = Text("Details of this occurrence, or how to solve it."),
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
                        ["message"] = Text("The reason why it is refused."),
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
