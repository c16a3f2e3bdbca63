using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ticketing.Api;

/// <summary>
/// Documents every problem of an operation: those it names, and those that follow from what it is (needs a token, has a
/// body, is limited).
/// </summary>
internal sealed class ProblemResponses : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        document.AddComponent(ProblemSchema.Name, ProblemSchema.Create());
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Responses ??= [];
        foreach (var sameStatus in ProblemsOf(metadata).Distinct().GroupBy(type => type.Status).OrderBy(g => g.Key))
        {
            var status = sameStatus.Key.ToString(CultureInfo.InvariantCulture);
            operation.Responses[status] = Response(document, [.. sameStatus]);
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<ProblemType> ProblemsOf(IList<object> metadata)
    {
        foreach (var type in metadata.OfType<AnsweredProblems>().SelectMany(answered => answered.Types))
            yield return type;
        if (metadata.OfType<IAuthorizeData>().Any())
            yield return Problems.Unauthenticated;
        if (metadata.OfType<IAuthorizeData>().Any(rule => rule.Policy == AccountServices.OperatorPolicy))
            yield return Problems.Forbidden;
        if (metadata.OfType<IAcceptsMetadata>().Any())
        {
            yield return Problems.InvalidRequest;
            yield return Problems.RequestTimeout;
            yield return Problems.TooLarge;
            yield return Problems.UnsupportedMediaType;
        }

        yield return Problems.TooManyRequests;
        yield return Problems.InternalError;
        yield return Problems.Overloaded;
        yield return Problems.StoreUnavailable;
        yield return Problems.OutcomeUnknown;
    }

    private static OpenApiResponse Response(OpenApiDocument document, ProblemType[] types) => new()
    {
        Description = string.Join(" ", types.Select(type => $"`{type.Uri}`: {type.Title}")),
        Headers = types[0].Status is 429 or 503 ? RetryAfter() : null,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [MediaTypeNames.Application.ProblemJson] = new()
            {
                Schema = new OpenApiSchemaReference(ProblemSchema.Name, document),
                Examples = types.ToDictionary(
                    type => type.Name,
                    IOpenApiExample (type) => new OpenApiExample { Value = ProblemSchema.Example(type) }),
            },
        },
    };

    private static Dictionary<string, IOpenApiHeader> RetryAfter() => new()
    {
        ["Retry-After"] = new OpenApiHeader
        {
            Description = "Seconds to wait before the request is worth repeating.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
        },
    };
}
