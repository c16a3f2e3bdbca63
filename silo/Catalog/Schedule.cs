using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>One date of a concert and how it is sold.</summary>
/// <param name="Categories">Those that have seats, in the plan's order.</param>
/// <param name="Version">Grows with every change of the settings.</param>
public sealed record Schedule(
    Guid Id,
    Guid ConcertId,
    DateTimeOffset StartsAt,
    SaleSettings Settings,
    int SeatCount,
    ImmutableArray<ScheduleCategory> Categories,
    DateTimeOffset CreatedAt,
    long Version)
{
    /// <summary>What is sold without seats, in the order in which it was asked for.</summary>
    public ImmutableArray<Admission> Admissions { get; init; } = [];

    internal bool HasPrices(IReadOnlyDictionary<string, long> prices) =>
        prices.Count == Categories.Length
        && Categories.All(one => prices.TryGetValue(one.Name, out var price) && price == one.Price);
}
