namespace Ticketing.Bench.Purchases;

/// <summary>Where fans buy one seat after the other, each time another fan.</summary>
internal interface IShop
{
    SeatSupply Seats { get; }

    /// <summary>Reserves a seat and pays for it. Throws when it does not end with a ticket.</summary>
    Task<BoughtTicket> BuyAsync();
}
