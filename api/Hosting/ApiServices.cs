using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Ticketing.Storage;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>Registers the services of the endpoints, and orders the middleware.</summary>
internal static class ApiServices
{
    private const string DefaultAddress = "http://localhost:8080";

    public static void AddTicketingApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ApiOptions>()
            .BindConfiguration(ApiOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<QueueOptions>()
            .BindConfiguration(QueueOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OrderWait>();
        services.AddSingleton<SeatMapCache>();
        services.AddSingleton<AvailabilityCache>();
        services.AddSingleton<QueueTokens>();
        services.AddSingleton<QueueCache>();
        services.AddSingleton<KnownPlaces>();
        services.AddSingleton(provider => new PlaceReads(
            provider.GetRequiredService<ITicketStore>().LoadPlacesAsync, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OpenPlaces>();
        services.AddSingleton<OpenMaps>();
        services.AddSingleton<QueueLooks>();
        services.AddSingleton(provider => new PlanCache(
            provider.GetRequiredService<IOptions<ApiOptions>>(), provider.GetRequiredService<CatalogStore>()));
        services.AddSingleton<DrawingCache>();
        services.AddExceptionHandler<FaultHandler>();
        services.AddStrictJson();
        services.AddOtherOrigins();
        services.AddClientRates();
        services.AddSingleton<WorkGate>();
        services.AddSingleton<ApiMeters>();
        services.AddHostedService<RejectedRequests>();
        services.AddTicketingOpenApi();
        builder.AddKestrelLimits();
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null
            && builder.Configuration[WebHostDefaults.HttpPortsKey] is null)
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }
    }

    /// <summary>Tokens are read before rates are counted: a signed-in fan is one client at any address.</summary>
    public static void UseTicketingApi(this WebApplication app)
    {
        app.UseTypesAsDeclared();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(BareStatus.ExplainAsync);
        app.UseOtherOrigins();
        app.UseHead();
        app.UseContentTypeGuard();
        app.UseRouting();
        app.UseOutputCache(); // before authentication: it keeps nothing for users, and what it keeps here is for all
        app.UseAuthentication();
        app.UseOwnPages();
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    /// <summary>The group of everything under <c>/api/v1</c>.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder site) => 
        site.MapGroup("/api/v1").RefusesUnknownQuery();
}
