using Ticketing.Queues;

namespace Ticketing.Catalog;

/// <param name="Plan">The name of a seating plan beside demo.json.</param>
/// <param name="Queue">None when not given.</param>
internal sealed record DemoConcert(
    string Title,
    string Venue,
    string Description,
    string Plan,
    int StartsInDays,
    int HoldSeconds,
    int SeatsPerFan,
    IReadOnlyDictionary<string, long> Prices,
    QueueSettings? Queue = null);
