using Ticketing.Catalog;

namespace Ticketing.Queues;

/// <summary>What is published of a queue. Pure.</summary>
public static class QueueStandingRules
{
    public static QueueStanding Standing(QueueState state, SaleTerms terms, SeatSupply supply, DateTimeOffset now)
    {
        var row = state.Row;
        var draws = row.Settings.Draws && !row.DrawKey.IsEmpty;
        return new QueueStanding(
            row.ScheduleId, row.Settings, terms.OpensAt, row.LastNumber, row.AdmittedThrough, row.Waiting,
            state.Present.Count, state.Rate.PerMinute(now), row.Served, row.Abandoned, supply,
            draws ? DrawOrder.Commitment(row.DrawKey.AsSpan()) : null,
            draws && row.DrawnEntries is not null ? row.DrawKey : [],
            row.DrawnEntries,
            terms.StartsAt);
    }
}
