namespace Ticketing.Catalog;

/// <param name="Plan">The name of a seating plan beside demo.json.</param>
internal sealed record DemoConcert(
    string Title,
    string Venue,
    string Description,
    string Plan,
    int StartsInDays,
    int HoldSeconds,
    int SeatsPerFan,
    IReadOnlyDictionary<string, long> Prices);
