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
        var document = context.Document!;
        var token = new OpenApiSecuritySchemeReference(OpenApiSetup.SecurityScheme, document);
        var cookie = new OpenApiSecuritySchemeReference(OpenApiSetup.CookieScheme, document);
        operation.Security = metadata.OfType<IAuthorizeData>().Any()
            ? [new OpenApiSecurityRequirement { [token] = [] }, new OpenApiSecurityRequirement { [cookie] = [] }]
            : []; // said, so that no reader takes it for forgotten
        if (metadata.OfType<IdempotencyKeyNote>().FirstOrDefault() is { } key)
            (operation.Parameters ??= []).Add(IdempotencyKeyParameter(document, key.Required));
        if (metadata.OfType<QueueTokenNote>().Any())
            (operation.Parameters ??= []).Add(QueueTokenParameter(document));
        if (metadata.OfType<LocationNote>().FirstOrDefault() is { } location)
            AddHeader(document, operation, $"{location.Status}", "Location", "The address of what was made.");
        if (metadata.OfType<VersionNote>().Any())
            AddVersion(document, operation);
        if (operation.RequestBody is OpenApiRequestBody body)
            body.Description = BodySizeOf(metadata, context.ApplicationServices);
        operation.Parameters = operation.Parameters?
            .Select(parameter => SharedComponents.Parameter(document, parameter)).ToList();
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
        return context.Description.HttpMethod!.ToLowerInvariant() + SharedComponents.NameOf(words);
    }

    private static IOpenApiParameter IdempotencyKeyParameter(OpenApiDocument document, bool required) =>
        SharedComponents.Parameter(document, required ? "IdempotencyKey" : "OptionalIdempotencyKey", new()
        {
            Name = IdempotencyKey.Header,
            In = ParameterLocation.Header,
            Required = required,
            Description = "Identifies the request: repeated with the same key, it takes effect once. The repeat "
                + "returns the resource as it is now: the status of a reservation, for example, may have changed.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MinLength = 1,
                MaxLength = Limits.MaxNameLength,
                Pattern = "^[!-~]+$",
            },
        });

    private static IOpenApiParameter QueueTokenParameter(OpenApiDocument document) =>
        SharedComponents.Parameter(document, "QueueToken", new()
        {
            Name = QueueTokenHeader.Name,
            In = ParameterLocation.Header,
            Description = "The token of an active place in the schedule's queue; needed where the schedule has one.",
            Schema = SharedComponents.Text(),
        });

    private static void AddVersion(OpenApiDocument document, OpenApiOperation operation)
    {
        (operation.Parameters ??= []).Add(SharedComponents.Parameter(document, "IfNoneMatch", new()
        {
            Name = "If-None-Match",
            In = ParameterLocation.Header,
            Description = "The ETag of the version that you have.",
            Schema = SharedComponents.Text(),
        }));
        AddHeader(document, operation, "200", "ETag", "Names this version.");
        operation.Responses!["304"] = SharedComponents.Response(
            document, "NotModified", new() { Description = "You have this version already." });
    }

    private static void AddHeader(
        OpenApiDocument document, OpenApiOperation operation, string status, string name, string description)
    {
        if (operation.Responses?.GetValueOrDefault(status) is not OpenApiResponse response)
            return;
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = SharedComponents.Header(document, name, description);
    }
}
