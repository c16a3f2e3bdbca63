using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>Registers the Kafka transport. A process that does not call it does not load librdkafka.</summary>
internal static class KafkaServices
{
    /// <summary>The transport, its topics and the groups' consumers; dead letters go to Kafka as well.</summary>
    public static void AddKafkaEvents(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<KafkaOptions>().BindConfiguration(KafkaOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidation>();
        services.AddSingleton<KafkaSender>();
        services.AddSingleton<IEventTransport, KafkaTransport>();
        services.AddSingleton<IDeadLetters>(all => ActivatorUtilities.CreateInstance<KafkaDeadLetters>(
            all, all.GetRequiredService<DeadLetters>()));
        services.AddSingleton<KafkaTopics>();
        services.AddHostedService(all => all.GetRequiredService<KafkaTopics>());
        services.AddSingleton<GroupLag>();
        services.AddHostedService<ReadModelWatch>(); // stops after the consumers: till then it tells how far they are
        services.AddHostedService<KafkaConsumers>();
    }
}
