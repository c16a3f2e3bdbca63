using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>
/// Hands every event to all groups of this process that subscribe to its topic. Each group has a pace of its own: see
/// <see cref="GroupWindow"/>.
/// </summary>
public sealed class InProcessTransport : IEventTransport
{
    private readonly FrozenDictionary<string, GroupWindow[]> byTopic;

    public InProcessTransport(
        IEnumerable<IConsumerGroup> groups, IOptions<EventOptions> options, MessagingMeters meters,
        ILogger<InProcessTransport> log) =>
        byTopic = groups
            .Select(group => new GroupWindow(group, options.Value.MaxInFlight, meters.BacklogOf(group.Name), log))
            .SelectMany(window => window.Group.Topics.Select(topic => (Topic: topic, Window: window)))
            .GroupBy(pair => pair.Topic, pair => pair.Window)
            .ToFrozenDictionary(topic => topic.Key, topic => topic.ToArray());

    public Task DeliverAsync(OutboxRow row, CancellationToken stopping)
    {
        if (!byTopic.TryGetValue(row.Event.Topic, out var receivers)) return Task.CompletedTask;
        // No group is left if the one named no longer exists: the event is done.
        if (row.OnlyGroup is { } only) receivers = Array.FindAll(receivers, window => window.Group.Name == only);
        return Task.WhenAll(Array.ConvertAll(receivers, window => window.HandleAsync(row.Event, stopping)));
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
