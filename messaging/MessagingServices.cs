using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Ticketing.Events;
using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>Registers the relay, the transport and the consumer groups.</summary>
public static class MessagingServices
{
    /// <summary>For every process: the options of events, the dead letters, and how the read model is fed.</summary>
    public static IHostApplicationBuilder AddTicketingEventOptions(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<EventOptions>().BindConfiguration(EventOptions.Section);
        services.AddOptions<ReadModelOptions>().Configure<IOptions<EventOptions>>(
            (model, events) => model.NeedsReports = events.Value.Transport == EventTransport.Kafka);
        services.TryAddSingleton<DeadLetters>();
        services.TryAddSingleton<IDeadLetters>(provider => provider.GetRequiredService<DeadLetters>());
        return builder;
    }

    /// <summary>
    /// For every process that runs grains. The subscriptions are those of <see cref="Choreography"/>, unless others are
    /// registered first.
    /// </summary>
    public static IHostApplicationBuilder AddTicketingEvents(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddTicketingEventOptions();
        services.AddOptions<EventOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<EventOptions>, EventOptionsValidation>();
        services.TryAddSingleton<IReadOnlyList<Subscription>>(Choreography.All);
        services.AddSingleton<MessagingMeters>(provider => new MessagingMeters(
            provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()));
        services.AddSingleton(Groups);
        builder.AddTransport();
        services.AddHostedService<OutboxRelay>();
        services.AddHostedService<Pruner>();
        services.AddMeters<BacklogMeters>();
        services.AddHostedService<BacklogWatch>();
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
