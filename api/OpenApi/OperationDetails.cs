using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Ticketing.Api;

/// <summary>Adds headers, the need for a token, and other details that a handler's signature does not show.</summary>
internal static class OperationDetails
{
    public static Task ApplyAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.OperationId ??= OperationIdOf(context);
        if (metadata.OfType<IAuthorizeData>().Any())
        {
            var scheme = new OpenApiSecuritySchemeReference(OpenApiSetup.SecurityScheme, context.Document);
            operation.Security = [new OpenApiSecurityRequirement { [scheme] = [] }];
        }

        if (metadata.OfType<IdempotencyKeyNote>().FirstOrDefault() is { } key)
            (operation.Parameters ??= []).Add(IdempotencyKeyParameter(key.Required));
        if (metadata.OfType<QueueTokenNote>().Any())
            (operation.Parameters ??= []).Add(QueueTokenParameter());
        if (metadata.OfType<LocationNote>().FirstOrDefault() is { } location)
            AddHeader(operation, $"{location.Status}", "Location", "Where it is.");
        if (metadata.OfType<VersionNote>().Any())
            AddVersion(operation);
        if (operation.RequestBody is OpenApiRequestBody body)
            body.Description = BodySizeOf(metadata, context.ApplicationServices);
        foreach (var parameter in operation.Parameters ?? [])
            DescribePaging(parameter);
        return Task.CompletedTask;
    }

    private static string BodySizeOf(IList<object> metadata, IServiceProvider services)
    {
        var standard = services.GetRequiredService<IOptions<ApiOptions>>().Value.RequestBodyMaxBytes;
        var bytes = metadata.OfType<RequestSize>().LastOrDefault()?.MaxRequestBodySize ?? standard;
        return string.Create(CultureInfo.InvariantCulture, $"JSON in UTF-8, at most {bytes:N0} bytes.");
    }

    private static string OperationIdOf(OpenApiOperationTransformerContext context)
    {
        var path = context.Description.RelativePath!
            .Replace("api/v1/", "", StringComparison.Ordinal)
            .Replace(":guid", "", StringComparison.Ordinal);
        var words = path.Split(['/', '-', '{', '}', '.'], StringSplitOptions.RemoveEmptyEntries);
        return context.Description.HttpMethod!.ToLowerInvariant()
            + string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    private static OpenApiParameter IdempotencyKeyParameter(bool required) => new()
    {
        Name = IdempotencyKey.Header,
        In = ParameterLocation.Header,
        Required = required,
        Description = "Identifies the request: repeated with the same key, it takes effect once. The repeat returns "
            + "the resource as it is now: the status of a reservation, for example, may have changed.",
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = Limits.MaxNameLength,
            Pattern = "^[!-~]+$",
        },
    };

    private static OpenApiParameter QueueTokenParameter() => new()
    {
        Name = QueueTokenHeader.Name,
        In = ParameterLocation.Header,
        Description = "The token of an active place in the schedule's queue; needed where the schedule has one.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static void AddVersion(OpenApiOperation operation)
    {
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = "If-None-Match",
            In = ParameterLocation.Header,
            Description = "The ETag of the version that you have.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        AddHeader(operation, "200", "ETag", "Names this version.");
        operation.Responses!["304"] = new OpenApiResponse { Description = "You have this version already." };
    }

    private static void AddHeader(OpenApiOperation operation, string status, string name, string description)
    {
        if (operation.Responses?.GetValueOrDefault(status) is not OpenApiResponse response)
            return;
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = new OpenApiHeader
        {
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
    }

    private static void DescribePaging(IOpenApiParameter parameter)
    {
        if (parameter is not OpenApiParameter { In: ParameterLocation.Query } query)
            return;
        if (query.Name is "limit")
        {
            query.Description = $"The largest number of items in a page; {PageQuery.DefaultLimit} when not given.";
            query.Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Minimum = "1",
                Maximum = $"{PageQuery.MaxLimit}",
            };
        }
        else if (query.Name is "cursor")
        {
            query.Description = "The nextCursor of the previous page.";
            query.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        }
    }
}
