using Microsoft.Extensions.Options;
using Ticketing.Telemetry;

namespace Ticketing.Messaging;

/// <summary>Every group's consumer, each on a thread of its own, from when the topics are there to the end.</summary>
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
        // The client waits on the thread that asks it.
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
                // Whatever it is: without its consumer the group does nothing.
                log.ConsumerFailed(group.Name, fault);
                backlog.Publish(0);
                token.WaitHandle.WaitOne(KafkaLimits.Pause(failures));
            }
        }
    }
}
