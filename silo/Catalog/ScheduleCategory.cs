namespace Ticketing.Catalog;

/// <param name="Color">How to draw it, as a CSS colour.</param>
/// <param name="Price">Points a seat.</param>
public sealed record ScheduleCategory(string Name, string? Color, long Price);
