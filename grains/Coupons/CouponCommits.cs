using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Coupons;

/// <summary>The transaction of one turn of a coupon, and the events that tell.</summary>
public static class CouponCommits
{
    /// <summary>
    /// With the row as it will be. It is always written: a refusal that rests on a row that was old is a conflict too.
    /// </summary>
    public static (Commit Commit, CouponRow? Next) Write(CouponDraft draft, DateTimeOffset now)
    {
        CheckConsistent(draft.Row);
        var next = draft.Row is null ? null : draft.Row with { Version = draft.Row.Version + 1 };
        var commit = new Commit
        {
            Coupons = next is null ? [] : [next],
            CouponUses = [.. draft.Changed.Select(id => draft.Uses[id] with { Version = draft.Uses[id].Version + 1 })],
            Events = [.. draft.News.Select(news => News.Of(news.Topic, news.Body, now))],
        };
        return (commit, next);
    }

    public static bool IsConsistent(CouponRow? row) =>
        row is null || (row.Used >= 0 && row.Used <= row.Terms.TotalUses);

    /// <summary>Before every write.</summary>
    private static void CheckConsistent(CouponRow? row)
    {
        if (!IsConsistent(row))
            throw new InvalidOperationException($"A coupon must not become {row}.");
    }
}
