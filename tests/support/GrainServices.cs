using Microsoft.Extensions.DependencyInjection;
using Ticketing.PostProcessing;
using Ticketing.Storage;
using Ticketing.Tickets;

namespace Ticketing.Tests.Support;

/// <summary>Registers everything that the grains of a test need besides Orleans or the simulator.</summary>
internal static class GrainServices
{
    /// <param name="outside">Receives notifications and what is sent to another platform; none in most tests.</param>
    public static IServiceCollection AddGrainServices(
        this IServiceCollection services, ITicketStore store, RecordedSends? outside = null)
    {
        services.AddSingleton(store).AddSingleton<ITicketSigner>(new PlainSigner());
        if (outside is not null)
            services.AddSingleton<INotifier>(outside).AddSingleton<IExternalPlatform>(outside);
        return services;
    }
}
