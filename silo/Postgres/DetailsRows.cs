using Ticketing.Storage;

namespace Ticketing.Postgres;

/// <summary>The rows of the read model that several commits write at once.</summary>
internal static class DetailsRows
{
    /// <summary>
    /// One row a reservation, because a statement cannot touch a row twice; of every facet the one with the highest
    /// version. Sorted by key.
    /// </summary>
    public static DetailsRow[] Merge(IReadOnlyList<DetailsRow> rows)
    {
        var merged = new Dictionary<Guid, DetailsRow>(rows.Count);
        foreach (var row in rows)
            merged[row.ReservationId] =
                merged.TryGetValue(row.ReservationId, out var other) ? Newest(other, row) : row;
        DetailsRow[] sorted = [.. merged.Values];
        Array.Sort(sorted, (left, right) => left.ReservationId.CompareTo(right.ReservationId));
        return sorted;
    }

    private static DetailsRow Newest(DetailsRow one, DetailsRow other) => one with
    {
        Reservation = Newer(one.Reservation, other.Reservation, facet => facet.Version),
        Payment = Newer(one.Payment, other.Payment, facet => facet.Version),
        Tickets = Newer(one.Tickets, other.Tickets, facet => facet.Version),
        Stock = Newer(one.Stock, other.Stock, facet => facet.Version),
    };

    private static TFacet? Newer<TFacet>(TFacet? one, TFacet? other, Func<TFacet, long> version)
        where TFacet : class =>
        one is null || (other is not null && version(other) > version(one)) ? other : one;
}
