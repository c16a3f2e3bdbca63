namespace Ticketing.Catalog;

/// <summary>What an operator says about a concert; see <see cref="CatalogRules"/> for the bounds.</summary>
public sealed record NewConcert(string Title, string Venue, string Description);
