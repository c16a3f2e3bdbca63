namespace Ticketing.Messaging;

/// <summary>Carries events from the outbox to the consumer groups.</summary>
public interface IEventTransport
{
    /// <summary>
    /// Completes when the outbox is no longer needed for this event. Called in the order of each key, without waiting
    /// for the one before: keeping the order per key is the transport's part. Fails only by being cancelled; then the
    /// event is delivered again by whoever owns its shard next.
    /// </summary>
    Task DeliverAsync(OutboxRow row, CancellationToken stopping);
}
