namespace Ticketing.Api;

/// <summary>A price category.</summary>
/// <param name="Color">As the plan has it, for drawing; null when it has none.</param>
/// <param name="Price">Points a seat.</param>
public sealed record CategoryBody(string Name, string? Color, long Price);
