using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>
/// Runs the consumer of every group, each on its own thread, from when the topics exist until the stop.
/// </summary>
internal sealed class KafkaConsumers(
    IEnumerable<IConsumerGroup> groups,
    KafkaTopics topics,
    GroupLag lag,
    MessagingMeters meters,
    IOptions<KafkaOptions> options,
    TimeProvider time,
    ILogger<KafkaConsumers> log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        running = Task.WhenAll(groups.Where(group => group.Topics.Count > 0).Select(RunAsync).ToArray());
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        try
        {
            await running.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.LeftUndone();
        }
    }

    public void Dispose() => stopping.Dispose();

    private async Task RunAsync(IConsumerGroup group)
    {
        try
        {
            await topics.Checked.WaitAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // The client blocks the thread that calls it.
        new Thread(() =>
        {
            Run(group, stopping.Token);
            ended.SetResult();
        })
        { IsBackground = true, Name = $"kafka {group.Name}" }.Start();
        await ended.Task;
    }

    private void Run(IConsumerGroup group, CancellationToken token)
    {
        var watched = group.Name == GroupLag.Group ? lag : null;
        var backlog = meters.BacklogOf(group.Name);
        for (var failures = 1; !token.IsCancellationRequested; failures++)
        {
            try
            {
                new KafkaConsumer(group, watched, backlog, options.Value, time, log).Run(token);
            }
            catch (Exception fault)
            {
                // Any exception is logged and the consumer replaced: without one, the group handles nothing.
                log.ConsumerFailed(group.Name, fault);
                backlog.Publish(0);
                token.WaitHandle.WaitOne(KafkaLimits.Pause(failures));
            }
        }
    }
}

/// <summary>Registers the Kafka transport. A process that does not call it does not load librdkafka.</summary>
internal static class KafkaServices
{
    /// <summary>
    /// Adds the transport, its topics and the groups' consumers. Dead letters are written to Kafka as well.
    /// </summary>
    public static void AddKafkaEvents(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<KafkaOptions>().BindConfiguration(KafkaOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidation>();
        services.AddSingleton<KafkaSender>();
        services.AddSingleton(all => new DeadLetterOffice(
            all.GetRequiredService<IDeadLetters>(), all.GetRequiredService<IOptions<EventOptions>>().Value,
            all.GetRequiredService<MessagingMeters>(), all.GetRequiredService<TimeProvider>(),
            all.GetRequiredService<ILogger<KafkaTransport>>()));
        services.AddSingleton<IEventTransport, KafkaTransport>();
        services.AddSingleton<IDeadLetters>(all => ActivatorUtilities.CreateInstance<KafkaDeadLetters>(
            all, all.GetRequiredService<DeadLetters>()));
        services.AddSingleton<KafkaTopics>();
        services.AddHostedService(all => all.GetRequiredService<KafkaTopics>());
        services.AddSingleton<GroupLag>();
        services.AddHostedService<ReadModelWatch>(); // stops after the consumers
        services.AddHostedService<KafkaConsumers>();
    }
}
