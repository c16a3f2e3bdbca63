namespace Ticketing.Catalog;

/// <summary>How many seats of a schedule are what.</summary>
[GenerateSerializer, Immutable, Alias("SeatCounts")]
public sealed record SeatCounts(
    [property: Id(0)] int Free,
    [property: Id(1)] int Held,
    [property: Id(2)] int Sold,
    [property: Id(3)] int Blocked);
