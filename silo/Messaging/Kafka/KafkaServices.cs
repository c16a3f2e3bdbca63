using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>
/// Registers the Kafka transport. Nothing of Kafka is touched before this is called, so that a process without it needs
/// no librdkafka.
/// </summary>
internal static class KafkaServices
{
    /// <summary>
    /// The transport, its topics and the groups' consumers; groups and dead letters are registered by the caller, the
    /// latter as <typeparamref name="TDeadLetters"/>. Throws <see cref="InvalidOperationException"/> when librdkafka is
    /// missing.
    /// </summary>
    public static void AddKafkaEvents<TDeadLetters>(this IHostApplicationBuilder builder)
        where TDeadLetters : class, IDeadLetters
    {
        KafkaLibrary.Load();
        var services = builder.Services;
        services.AddOptions<KafkaOptions>().BindConfiguration(KafkaOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidation>();
        services.AddSingleton<KafkaSender>();
        services.AddSingleton<IEventTransport, KafkaTransport>();
        services.AddSingleton<IDeadLetters>(all => ActivatorUtilities.CreateInstance<KafkaDeadLetters>(
            all, all.GetRequiredService<TDeadLetters>()));
        services.AddSingleton<KafkaTopics>();
        services.AddHostedService(all => all.GetRequiredService<KafkaTopics>());
        services.AddHostedService<KafkaConsumers>();
    }
}
