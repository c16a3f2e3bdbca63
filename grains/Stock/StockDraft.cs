using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Storage;

namespace Ticketing.Stock;

/// <summary>A stock while a batch is decided on; one commit makes it true.</summary>
/// <param name="Row">With the version that is stored; null when the schedule has no such category.</param>
/// <param name="Takes">What was loaded, and what is new, by take; with the versions that are stored.</param>
/// <param name="Changed">The takes to be written.</param>
/// <param name="Now">When it is decided.</param>
public sealed record StockDraft(
    StockKey Key,
    StockRow? Row,
    ImmutableDictionary<Guid, StockTakeRow> Takes,
    ImmutableHashSet<Guid> Changed,
    ImmutableArray<OrderNews> OrderNews,
    ImmutableArray<StockNews> StockNews,
    DateTimeOffset Now)
{
    public bool IsChanged => !Changed.IsEmpty;

    public static StockDraft Of(StockKey key, StockRow? row, IEnumerable<StockTakeRow> takes, DateTimeOffset now) =>
        new(key, row, takes.ToImmutableDictionary(take => take.TakeId), [], [], [], now);

    public int Free => Row is null ? 0 : Row.Capacity - Row.Allocated - Row.Sold;

    public StockTakeRow? Find(Guid takeId) => Takes.GetValueOrDefault(takeId);

    /// <summary>What becomes of a take, and with it of the counts.</summary>
    public StockDraft Put(Guid takeId, Guid reservationId, int quantity, StockTakeStatus status)
    {
        var before = Find(takeId);
        var next = before is null
            ? new StockTakeRow(Key, takeId, reservationId, quantity, status, Now, Version: 0)
            : before with { Quantity = quantity, Status = status, At = Now };
        return this with
        {
            Row = Row is null
                ? null
                : Row with
                {
                    Allocated = Row.Allocated + Counted(next, StockTakeStatus.Allocated)
                        - Counted(before, StockTakeStatus.Allocated),
                    Sold = Row.Sold + Counted(next, StockTakeStatus.Sold) - Counted(before, StockTakeStatus.Sold),
                },
            Takes = Takes.SetItem(takeId, next),
            Changed = Changed.Add(takeId),
        };
    }

    public StockDraft Say(string topic, OrderEvent body) =>
        this with { OrderNews = OrderNews.Add(new OrderNews(topic, body)) };

    public StockDraft Say(string topic, StockStatus status, Guid takeId, OrderEvent order) => this with
    {
        StockNews = StockNews.Add(new StockNews(topic, new StockEvent(
            order.ReservationId, status, Takes[takeId].Version + 1, order, Key.Category))),
    };

    private static int Counted(StockTakeRow? take, StockTakeStatus status) =>
        take?.Status == status ? take.Quantity : 0;
}
