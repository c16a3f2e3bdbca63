namespace Ticketing.Api;

/// <summary>The seats of a schedule that cannot be had; every other seat of its plan can.</summary>
/// <param name="Version">The same as the ETag.</param>
/// <param name="SeatCount">Seats of the schedule, all together.</param>
public sealed record SeatMapBody(
    string Version,
    int SeatCount,
    IReadOnlyList<string> Held,
    IReadOnlyList<string> Sold,
    IReadOnlyList<string> Blocked);
