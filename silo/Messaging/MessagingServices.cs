using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Ticketing.Events;
using Ticketing.Telemetry;

namespace Ticketing.Messaging;

/// <summary>Registers what takes events from the outbox to the grains.</summary>
public static class MessagingServices
{
    /// <summary>
    /// Relay, transport and consumer groups, for every process in which grains run. The subscriptions are those of
    /// <see cref="Choreography"/>, unless others are registered.
    /// </summary>
    public static IHostApplicationBuilder AddTicketingEvents(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<EventOptions>().BindConfiguration(EventOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EventOptions>, EventOptionsValidation>();
        services.TryAddSingleton<IReadOnlyList<Subscription>>(Choreography.All);
        services.AddSingleton<MessagingMeters>(provider => new MessagingMeters(
            provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()));
        services.AddSingleton(Groups);
        builder.AddTransport();
        services.AddHostedService<OutboxRelay>();
        services.AddHostedService<Pruner>();
        services.AddMeters<StandingMeters>();
        services.AddHostedService<StandingWatch>();
        return builder;
    }

    private static void AddTransport(this IHostApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(EventOptions.Section).Get<EventOptions>() ?? new();
        switch (options.Transport)
        {
            case EventTransport.InProcess:
                builder.Services.AddSingleton<IEventTransport, InProcessTransport>();
                break;
            case EventTransport.Kafka:
                builder.AddKafkaEvents();
                break;
            default:
                throw new InvalidOperationException(
                    $"{EventOptions.Section}:Transport is {options.Transport}, which this build does not have.");
        }
    }

    private static IEnumerable<IConsumerGroup> Groups(IServiceProvider provider)
    {
        var subscriptions = provider.GetRequiredService<IReadOnlyList<Subscription>>();
        var options = provider.GetRequiredService<IOptions<EventOptions>>().Value;
        var names = subscriptions.Select(line => line.Group).Distinct();
        return (IConsumerGroup[])[.. names.Select(name => new ConsumerGroup(
            name, subscriptions,
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<IDeadLetters>(),
            options,
            provider.GetRequiredService<MessagingMeters>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ConsumerGroup>>()))];
    }
}
