using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.PostProcessing;

/// <summary>Remembers nothing: the versions in the rows say what is newer.</summary>
public sealed class ReadModelGrain(ITicketStore store) : Grain, IReadModelGrain
{
    public Task Keep(ImmutableArray<Delivered<ReservationEvent>> events) =>
        Write(events.Select(item => DetailsRules.Of(item.Body)));

    public Task KeepTickets(ImmutableArray<Delivered<TicketEvent>> events) =>
        Write(events.Select(item => DetailsRules.Of(item.Body)));

    public Task KeepStock(ImmutableArray<Delivered<StockEvent>> events) =>
        Write(events.Select(item => DetailsRules.Of(item.Body)));

    private Task Write(IEnumerable<DetailsRow> rows) =>
        store.CommitAsync(new Commit { Details = DetailsRules.Merge(rows) });
}
