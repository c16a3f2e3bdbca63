using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ticketing.Api;

internal static class OpenApiSetup
{
    public const string DocumentName = "v1";
    public const string SecurityScheme = "bearer";
    public const string CookieScheme = "cookie";

    public static void AddTicketingOpenApi(this IServiceCollection services)
    {
        services.AddOutputCache();
        services.AddOpenApi(DocumentName, options =>
        {
            options.CreateSchemaReferenceId = type =>
                type.Type == typeof(ExactText) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
            options.AddDocumentTransformer((document, _, _) => Describe(document));
            options.AddOperationTransformer<ProblemResponses>();
            options.AddOperationTransformer(OperationDetails.ApplyAsync);
            options.AddSchemaTransformer(SchemaDetails.ApplyAsync);
            options.AddSchemaTransformer(SchemaBounds.ApplyAsync);
        });
    }

    /// <summary>Generating the document is slow and always gives the same result, so it is cached for a day.</summary>
    public static void MapOpenApiDocument(this IEndpointRouteBuilder site) =>
        site.MapOpenApi().CacheOutput(
            policy => policy.SetVaryByHost(false).SetVaryByQuery([]).Expire(TimeSpan.FromDays(1)));

    private static Task Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "OrleansTicketing",
            Version = DocumentName,
            Description = "Sell the seats of an arena to everybody who arrives in the same minute. "
                + "Amounts are whole minor units of their currency; times are RFC 3339; errors are RFC 9457. "
                + "HEAD is answered wherever GET is.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[SecurityScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A token from POST /api/v1/sessions.",
        };
        document.Components.SecuritySchemes[CookieScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = BrowserSessions.CookieName,
            Description = "Of a browser, set by PUT /api/v1/session; over HTTPS its name begins with __Host-.",
        };
        SharedComponents.Sort(document.Components);
        return Task.CompletedTask;
    }
}
