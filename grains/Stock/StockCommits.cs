using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Stock;

/// <summary>The transaction of one turn of a stock, and the events that tell.</summary>
public static class StockCommits
{
    /// <summary>
    /// With the row as it will be. It is always written: a refusal that rests on a row that was old is a conflict too.
    /// </summary>
    public static (Commit Commit, StockRow? Next) Write(StockDraft draft, DateTimeOffset now)
    {
        CheckConsistent(draft.Row);
        var next = draft.Row is null ? null : draft.Row with { Version = draft.Row.Version + 1 };
        var commit = new Commit
        {
            Stock = next is null ? [] : [next],
            StockTakes =
            [
                .. draft.Changed.Select(id => draft.Takes[id]).Select(take => take with { Version = take.Version + 1 }),
            ],
            Events =
            [
                .. draft.OrderNews.Select(news => News.Of(news.Topic, news.Body, now)),
                .. draft.StockNews.Select(news => News.Of(news.Topic, news.Body, now)),
            ],
        };
        return (commit, next);
    }

    /// <summary>Invariant I6.</summary>
    public static bool IsConsistent(StockRow? row) =>
        row is null || (row is { Allocated: >= 0, Sold: >= 0 } && row.Allocated + row.Sold <= row.Capacity);

    /// <summary>Before every write.</summary>
    private static void CheckConsistent(StockRow? row)
    {
        if (!IsConsistent(row))
            throw new InvalidOperationException($"Stock must not become {row}.");
    }
}
