using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>
/// Keeps the rows that fans' lists are read from; key: a lane. What has an older version than the row is ignored, so
/// events may come in any order and any number of times.
/// </summary>
[Alias("Ticketing.IReadModelGrain"), Version(1)]
public interface IReadModelGrain : IGrainWithStringKey
{
    [Alias("Keep")]
    Task Keep(ImmutableArray<Delivered<ReservationEvent>> events);

    [Alias("KeepTickets")]
    Task KeepTickets(ImmutableArray<Delivered<TicketEvent>> events);

    [Alias("KeepStock")]
    Task KeepStock(ImmutableArray<Delivered<StockEvent>> events);
}
