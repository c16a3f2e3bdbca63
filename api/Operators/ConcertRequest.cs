using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>A concert to offer.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Venue">1 to 200 characters.</param>
/// <param name="Description">At most 10,000 characters.</param>
public sealed record ConcertRequest(string Title, string Venue, string Description = "")
{
    internal NewConcert ToCommand(Guid? id) => new(Title, Venue, Description, id);
}
