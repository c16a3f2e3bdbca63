namespace Ticketing.Store;

public sealed record Concert(Guid Id, string Title, string Venue, string Description, DateTimeOffset CreatedAt);

/// <summary>The row as Dapper maps it.</summary>
internal sealed record ConcertRow(Guid Id, string Title, string Venue, string Description, DateTime CreatedAt)
{
    public Concert ToConcert() => new(Id, Title, Venue, Description, new DateTimeOffset(CreatedAt));
}

/// <summary>An operator's request for a concert; see <see cref="CatalogRules"/> for the bounds.</summary>
/// <param name="Id">Optional; with an id the request is idempotent.</param>
public sealed record NewConcert(string Title, string Venue, string Description, Guid? Id = null);
