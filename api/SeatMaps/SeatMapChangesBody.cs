namespace Ticketing.Api;

/// <summary>Seats of a schedule that are something else now than in the version before.</summary>
/// <param name="Version">Of the map with these changes.</param>
public sealed record SeatMapChangesBody(
    string Version,
    IReadOnlyList<string> Available,
    IReadOnlyList<string> Held,
    IReadOnlyList<string> Sold,
    IReadOnlyList<string> Blocked);
