using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>
/// Sends events to Kafka, where the groups receive them through <see cref="KafkaConsumers"/>. The next event of a key
/// is sent when the previous one has arrived. Topics without a subscriber in this process are sent as well, because a
/// process of a newer version may subscribe to them. An event that Kafka will never take becomes a dead letter of each
/// group that would have received it.
/// </summary>
internal sealed class KafkaTransport(
    KafkaSender sender, IEnumerable<IConsumerGroup> groups, DeadLetterOffice office, IOptions<KafkaOptions> options,
    TimeProvider time) : IEventTransport
{
    private readonly Lock gate = new();

    // For each key with an event in flight, the completion of its last one; it never fails.
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
            // A cancelled predecessor has the same owner, so either this event is cancelled as well, or the predecessor
            // is delivered again.
            if (before is not null) await before.Task;
            await sender.SendAsync(
                options.Value.NameOf(carried.Topic),
                KafkaEnvelope.Of(carried, row.OnlyGroup),
                stopping);
        }
        catch (MessageRefusedException refused)
        {
            await PutAwayAsync(row, refused.Message, stopping);
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

    private async Task PutAwayAsync(OutboxRow row, string error, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var receivers = row.OnlyGroup is { } only
            ? [only]
            : groups.Where(group => group.Topics.Contains(row.Event.Topic)).Select(group => group.Name);
        foreach (var group in receivers)
            await office.PutAwayAsync(
                new DeadLetter(row.Event, group, error, [new FailedAttempt(now, error)], now), stopping);
    }
}
