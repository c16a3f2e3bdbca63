namespace Ticketing.Catalog;

/// <summary>A price category of a plan.</summary>
/// <param name="Color">How to draw it, as a CSS colour.</param>
public sealed record PlanCategory(string Name, string? Color);
