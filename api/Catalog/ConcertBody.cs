using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>A concert.</summary>
public sealed record ConcertBody(Guid Id, string Title, string Venue, string Description)
{
    internal static ConcertBody Of(Concert concert) =>
        new(concert.Id, concert.Title, concert.Venue, concert.Description);
}
