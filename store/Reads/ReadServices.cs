using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ticketing.Store;

/// <summary>Registers the readers and the background check of the databases that they read.</summary>
public static class ReadServices
{
    public static IHostApplicationBuilder AddTicketingReads(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ReservationReads>();
        services.AddSingleton<LedgerReads>();
        services.AddSingleton<SalesReads>();
        services.AddSingleton<TicketReads>();
        services.AddSingleton<OrderReads>();
        services.AddSingleton<UnderWayReads>();
        services.AddHostedService<ReadDatabaseCheck>();
        services.AddMeters<ReadMeters>();
        return builder;
    }
}
