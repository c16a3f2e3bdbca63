using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>
/// Hands events to Kafka; the groups get them by <see cref="KafkaConsumers"/>. Of one key, the next event is sent when
/// the one before has arrived. Topics that nobody here subscribes to are sent as well: a process of a newer version
/// may.
/// </summary>
internal sealed class KafkaTransport(KafkaSender sender, IOptions<KafkaOptions> options) : IEventTransport
{
    private readonly Lock gate = new();

    // The last event of each key that has one under way; what completes it never fails.
    private readonly Dictionary<string, TaskCompletionSource> last = [];

    public async Task DeliverAsync(OutboxRow row, CancellationToken stopping)
    {
        var carried = row.Event;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource? before;
        lock (gate)
        {
            last.TryGetValue(carried.Key, out before);
            last[carried.Key] = done;
        }

        try
        {
            // One that was cancelled has the same owner, so this one is cancelled as well; or it is delivered anew.
            if (before is not null) await before.Task;
            await sender.SendAsync(
                options.Value.NameOf(carried.Topic),
                KafkaEnvelope.Of(carried, row.OnlyGroup),
                stopping);
        }
        finally
        {
            lock (gate)
            {
                if (last[carried.Key] == done) last.Remove(carried.Key);
            }

            done.SetResult();
        }
    }
}
