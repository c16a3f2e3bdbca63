namespace Ticketing.Catalog;

public sealed record Concert(Guid Id, string Title, string Venue, string Description, DateTimeOffset CreatedAt);
