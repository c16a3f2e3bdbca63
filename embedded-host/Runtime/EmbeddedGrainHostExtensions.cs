using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime;

namespace Ticketing.EmbeddedHost;

/// <summary>Puts the embedded host into a service collection.</summary>
public static class EmbeddedGrainHostExtensions
{
    /// <summary>Registers the host, IGrainFactory and a hosted service that stops the host with the process.</summary>
    public static IServiceCollection AddEmbeddedGrainHost(
        this IServiceCollection services,
            Action<EmbeddedGrainHostOptions>? configure, params Assembly[] grainAssemblies)
    {
        var options = new EmbeddedGrainHostOptions();
        configure?.Invoke(options);
        services.AddSingleton(provider => new EmbeddedGrainHost(provider, options, grainAssemblies));
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedGrainHost>().GrainFactory);
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedGrainHost>());
        services.TryAddTransient(_ => ActivationScheduler.OfThisTurn as IGrainContext
            ?? throw new InvalidOperationException("An IGrainContext exists only where a grain is made."));
        return services;
    }
}
