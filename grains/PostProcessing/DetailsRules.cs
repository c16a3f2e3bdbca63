using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.PostProcessing;

/// <summary>What the read model keeps of an event, and how what is kept of several becomes one row. Pure.</summary>
public static class DetailsRules
{
    public static DetailsRow Of(ReservationEvent body) => new(
        body.ReservationId,
        new ReservationFacet(
            body.ScheduleId, body.UserId, body.Status, body.Seats, body.Amount, body.CreatedAt, body.ExpiresAt,
            body.Reason, body.Version),
        new PaymentFacet(body.Payment, body.PaymentVersion));

    public static DetailsRow Of(TicketEvent body) =>
        new(body.ReservationId, Tickets: new TicketFacet(body.Status, body.Version));

    public static DetailsRow Of(StockEvent body) =>
        new(body.ReservationId, Stock: new StockFacet(body.Status, body.Version));

    /// <summary>One row a reservation.</summary>
    public static ImmutableArray<DetailsRow> Merge(IEnumerable<DetailsRow> rows) =>
        [.. rows.GroupBy(row => row.ReservationId, (_, ofOne) => ofOne.Aggregate(Newest))];

    /// <summary>Of every facet the one with the higher version, by itself.</summary>
    private static DetailsRow Newest(DetailsRow one, DetailsRow other) => new(
        one.ReservationId,
        Newer(one.Reservation, other.Reservation, facet => facet.Version),
        Newer(one.Payment, other.Payment, facet => facet.Version),
        Newer(one.Tickets, other.Tickets, facet => facet.Version),
        Newer(one.Stock, other.Stock, facet => facet.Version));

    private static TFacet? Newer<TFacet>(TFacet? one, TFacet? other, Func<TFacet, long> version)
        where TFacet : class =>
        one is null || (other is not null && version(other) > version(one)) ? other : one;
}
