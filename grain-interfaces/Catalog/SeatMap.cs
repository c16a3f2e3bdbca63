using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>The seats that cannot be had, by what they are; every other seat of the plan is available.</summary>
/// <param name="Version">Names this content; another after every change, and after a restart.</param>
/// <param name="SeatCount">Seats of the schedule, all together.</param>
[GenerateSerializer, Immutable, Alias("SeatMap")]
public sealed record SeatMap(
    [property: Id(0)] string Version,
    [property: Id(1)] int SeatCount,
    [property: Id(2)] ImmutableArray<string> Held,
    [property: Id(3)] ImmutableArray<string> Sold,
    [property: Id(4)] ImmutableArray<string> Blocked);
