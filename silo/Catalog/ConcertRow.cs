namespace Ticketing.Catalog;

/// <summary>As Dapper reads it.</summary>
internal sealed record ConcertRow(Guid Id, string Title, string Venue, string Description, DateTime CreatedAt)
{
    public Concert ToConcert() => new(Id, Title, Venue, Description, new DateTimeOffset(CreatedAt));
}
