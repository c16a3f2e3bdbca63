namespace Ticketing.Catalog;

/// <summary>What an operator says about a concert; see <see cref="CatalogRules"/> for the bounds.</summary>
/// <param name="Id">Given, the same concert is made once however often it is asked for.</param>
public sealed record NewConcert(string Title, string Venue, string Description, Guid? Id = null);
