namespace Ticketing.Reservations;

public enum OfferResult
{
    /// <summary>The offered seats are the fan's, now or by an earlier answer.</summary>
    Accepted,

    /// <summary>The seats are free and the money goes back, now or by an earlier answer.</summary>
    Declined,

    /// <summary>There was an offer, and it has ended: it was not answered in time, or answered otherwise.</summary>
    Over,

    /// <summary>Nothing was ever offered.</summary>
    NoOffer,
    NotFound,
}
