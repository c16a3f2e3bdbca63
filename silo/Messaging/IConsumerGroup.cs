using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>
/// One consumer group of the map, whatever transport its events come by: gathers them for the grains, tries again, and
/// in the end puts away what cannot be handled.
/// </summary>
public interface IConsumerGroup
{
    string Name { get; }

    IReadOnlyCollection<string> Topics { get; }

    /// <summary>
    /// Completes when the group has done with the event: its grain has answered, or it stands in the dead letters.
    /// Called in the order of each key, without waiting for the one before; the group keeps the order per key, and goes
    /// on with other keys while one is being tried again. Fails only by being cancelled.
    /// </summary>
    Task HandleAsync(OutboxEvent received, CancellationToken stopping);
}
