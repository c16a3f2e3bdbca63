using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ticketing.Messaging;
using Ticketing.Store;
using Ticketing.Tests.Messaging;

namespace Ticketing.Tests.Kafka;

/// <summary>
/// The Kafka part of a process: it creates or checks the topics, consumes for its groups, and publishes.
/// </summary>
internal sealed class KafkaProcess : IAsyncDisposable
{
    private readonly KafkaSender sender;
    private readonly KafkaTopics topics;
    private readonly ReadModelWatch watch;
    private readonly KafkaConsumers consumers;
    private bool stopped;

    public KafkaProcess(KafkaOptions options, IReadOnlyList<IConsumerGroup> groups, ILoggerFactory? log = null)
    {
        log ??= NullLoggerFactory.Instance;
        var wrapped = Options.Create(options);
        sender = new KafkaSender(wrapped, TimeProvider.System, log.CreateLogger<KafkaSender>());
        topics = new KafkaTopics(groups, wrapped, TimeProvider.System, log.CreateLogger<KafkaTopics>());
        var lag = new GroupLag(TimeProvider.System);
        watch = new ReadModelWatch(
            groups, topics, lag, ReadModel, wrapped, TimeProvider.System, log.CreateLogger<ReadModelWatch>());
        consumers = new KafkaConsumers(
            groups, topics, lag, new MessagingMeters(), wrapped, TimeProvider.System,
            log.CreateLogger<KafkaConsumers>());
        Sender = sender;
        var letters = new KafkaDeadLetters(
            DeadLetters, sender, wrapped, log.CreateLogger<KafkaDeadLetters>());
        var office = new DeadLetterOffice(
            letters, new EventOptions(), new MessagingMeters(), TimeProvider.System,
            log.CreateLogger<KafkaTransport>());
        Transport = new KafkaTransport(sender, groups, office, wrapped, TimeProvider.System);
    }

    public KafkaSender Sender { get; }

    public KafkaTransport Transport { get; }

    public MemoryDeadLetters DeadLetters { get; } = new();

    public ReadModelLag ReadModel { get; } = new();

    public async Task StartAsync()
    {
        await WatchAsync();
        await consumers.StartAsync(CancellationToken.None);
    }

    /// <summary>Starts without consumers.</summary>
    public async Task WatchAsync()
    {
        await topics.StartAsync(CancellationToken.None);
        await watch.StartAsync(CancellationToken.None);
    }

    public async Task StopAsync()
    {
        if (stopped) return;
        stopped = true;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await consumers.StopAsync(patience.Token);
        await watch.StopAsync(patience.Token);
        await topics.StopAsync(patience.Token);
        Assert.False(patience.IsCancellationRequested, "The consumers did not leave.");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        sender.Dispose();
        consumers.Dispose();
        watch.Dispose();
        topics.Dispose();
    }
}
