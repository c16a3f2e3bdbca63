using System.Collections.Immutable;
using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>The seats of a schedule that cannot be had; every other seat of its plan can.</summary>
/// <param name="Version">The same as the ETag.</param>
/// <param name="SeatCount">Seats of the schedule, all together.</param>
public sealed record SeatMapBody(
    string Version,
    int SeatCount,
    ImmutableArray<string> Held,
    ImmutableArray<string> Sold,
    ImmutableArray<string> Blocked)
{
    internal static SeatMapBody Of(SeatMap map) => new(
        map.Version, map.SeatCount, Given(map.Held), Given(map.Sold), Given(map.Blocked));

    private static ImmutableArray<string> Given(ImmutableArray<string> seats) => seats.IsDefault ? [] : seats;
}
