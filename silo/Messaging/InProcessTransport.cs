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
        // A group that is no more has nothing to be told.
        if (row.OnlyGroup is { } only) receivers = Array.FindAll(receivers, group => group.Name == only);
        return Task.WhenAll(Array.ConvertAll(receivers, group => group.HandleAsync(row.Event, stopping)));
    }
}
