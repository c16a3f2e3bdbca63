using Ticketing.Storage;

namespace Ticketing.Tests.Support;

/// <summary>Merges rows of the read model: each facet by itself, the higher version wins.</summary>
internal static class MemoryDetails
{
    public static DetailsRow Newest(DetailsRow? stored, DetailsRow written) => stored is null ? written : stored with
    {
        Reservation = Newer(stored.Reservation, written.Reservation, facet => facet.Version),
        Payment = Newer(stored.Payment, written.Payment, facet => facet.Version),
        Tickets = Newer(stored.Tickets, written.Tickets, facet => facet.Version),
        Stock = Newer(stored.Stock, written.Stock, facet => facet.Version),
    };

    private static TFacet? Newer<TFacet>(TFacet? stored, TFacet? written, Func<TFacet, long> version)
        where TFacet : class =>
        written is not null && (stored is null || version(written) > version(stored)) ? written : stored;
}
