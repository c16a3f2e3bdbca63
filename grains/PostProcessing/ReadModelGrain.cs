using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.PostProcessing;

/// <summary>Stateless: the versions in the rows decide which facts are newer.</summary>
public sealed class ReadModelGrain(ITicketStore store) : Grain, IReadModelGrain
{
    public Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events) =>
        Write(events.Select(item => DetailsRules.Of(item.Body)));

    public Task HandleTickets(ImmutableArray<Delivered<TicketEvent>> events) =>
        Write(events.Select(item => DetailsRules.Of(item.Body)));

    public Task HandleStock(ImmutableArray<Delivered<StockEvent>> events) =>
        Write(events.Select(item => DetailsRules.Of(item.Body)));

    private Task Write(IEnumerable<DetailsRow> rows) =>
        store.CommitAsync(new Commit { Details = DetailsRules.Merge(rows) });
}

/// <summary>Derives read model rows from events and merges several into one row. Pure.</summary>
public static class DetailsRules
{
    public static DetailsRow Of(ReservationEvent body) => new(
        body.ReservationId,
        new ReservationFacet(
            body.ScheduleId, body.UserId, body.Status, body.Seats, body.Amount, body.CreatedAt, body.ExpiresAt,
            body.Reason, body.Version),
        new PaymentFacet(body.Payment, body.PaymentVersion, body.Charged));

    public static DetailsRow Of(TicketEvent body) =>
        new(body.ReservationId, Tickets: new TicketFacet(body.Status, body.Version));

    public static DetailsRow Of(StockEvent body) =>
        new(body.ReservationId, Stock: new StockFacet(body.Status, body.Version));

    /// <summary>Merges the rows to one per reservation.</summary>
    public static ImmutableArray<DetailsRow> Merge(IEnumerable<DetailsRow> rows) =>
        [.. rows.GroupBy(row => row.ReservationId, (_, ofOne) => ofOne.Aggregate(Newest))];

    /// <summary>Takes each facet separately from the row with the higher version.</summary>
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
