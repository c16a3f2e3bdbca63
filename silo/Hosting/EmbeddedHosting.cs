using Ticketing.EmbeddedHost;
using Ticketing.Messaging;
using Ticketing.PostProcessing;
using Ticketing.Recovery;
using Ticketing.Reservations;

namespace Ticketing.Hosting;

/// <summary>Wires the grains to the embedded host: one process, for a laptop and the tests.</summary>
public static class EmbeddedHosting
{
    public static IHostApplicationBuilder AddTicketingGrains(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddEmbeddedGrainHost(
            _ => { },
            typeof(IReservationGrain).Assembly,
            typeof(ReservationGrain).Assembly);
        builder.AddTicketingPostProcessing();
        builder.Services.AddHostedService<Sweeper>();
        builder.AddTicketingEvents();
        return builder;
    }
}
