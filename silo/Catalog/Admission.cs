namespace Ticketing.Catalog;

/// <summary>A category of a schedule that has no seats: general admission.</summary>
/// <param name="Category">Unlike those of the plan.</param>
/// <param name="Capacity">How many are let in.</param>
/// <param name="Price">Points for one.</param>
public sealed record Admission(string Category, int Capacity, long Price);
