using System.Collections.Frozen;

namespace Ticketing.Messaging;

/// <summary>Hands every event to all groups of this process that subscribe to its topic.</summary>
public sealed class InProcessTransport(IEnumerable<IConsumerGroup> groups) : IEventTransport
{
    private readonly FrozenDictionary<string, IConsumerGroup[]> byTopic = groups
        .SelectMany(group => group.Topics.Select(topic => (Topic: topic, Group: group)))
        .GroupBy(pair => pair.Topic, pair => pair.Group)
        .ToFrozenDictionary(topic => topic.Key, topic => topic.ToArray());

    public Task DeliverAsync(OutboxRow row, CancellationToken stopping)
    {
        if (!byTopic.TryGetValue(row.Event.Topic, out var receivers)) return Task.CompletedTask;
        // No group is left if the one named no longer exists: the event is done.
        if (row.OnlyGroup is { } only) receivers = Array.FindAll(receivers, group => group.Name == only);
        return Task.WhenAll(Array.ConvertAll(receivers, group => group.HandleAsync(row.Event, stopping)));
    }
}

/// <summary>Carries events from the outbox to the consumer groups.</summary>
public interface IEventTransport
{
    /// <summary>
    /// Completes when the outbox no longer needs to keep the event. Called in the order of each key, without awaiting
    /// the previous call: the transport keeps the order per key. Fails only by cancellation; the next owner of the
    /// shard then delivers the event again.
    /// </summary>
    Task DeliverAsync(OutboxRow row, CancellationToken stopping);
}
