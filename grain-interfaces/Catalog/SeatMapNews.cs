using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>How a map differs from an older one.</summary>
/// <param name="Version">Of the map with these changes.</param>
/// <param name="Whole">The whole map, when it could not be told what has changed.</param>
/// <param name="Changes">Else the seats that are something else now, in the plan's order.</param>
[GenerateSerializer, Immutable, Alias("SeatMapNews")]
public sealed record SeatMapNews(
    [property: Id(0)] string Version,
    [property: Id(1)] SeatMap? Whole,
    [property: Id(2)] ImmutableArray<SeatChange> Changes);
