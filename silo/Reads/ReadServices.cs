using Microsoft.Extensions.DependencyInjection.Extensions;
using Ticketing.Postgres;
using Ticketing.Telemetry;

namespace Ticketing.Reads;

/// <summary>Registers what answers readers, and what finds out where they may be answered from.</summary>
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
