using Ticketing.Catalog;

namespace Ticketing.Queues;

/// <summary>Computes a fan's position from the published summary, without a call to the queue. Pure.</summary>
public static class QueuePositionRules
{
    /// <summary>The turn of a number; null while the order has not been drawn.</summary>
    public static long? TurnOf(QueueSummary summary, long number) =>
        summary.Settings.Draws && summary.DrawnEntries is null
            ? null
            : QueueTurns.Order(summary.DrawKey, summary.DrawnEntries).TurnOf(number);

    /// <param name="turn">See <see cref="TurnOf"/>.</param>
    public static QueuePosition Position(QueueSummary summary, long? turn, DateTimeOffset now)
    {
        var hasCome = turn <= summary.AdmittedThrough;
        var ahead = turn is { } known ? Ahead(summary, known) : (long?)null;
        var wait = hasCome ? 0 : EstimatedWaitSeconds(summary, ahead, now);
        return new QueuePosition(
            turn, ahead, hasCome, wait, hasCome ? new WaitRange(0, 0) : Range(summary, ahead, wait, now),
            hasCome ? Limits.MinRetryAfterSeconds : RetryAfterSeconds(summary, ahead, wait, now),
            summary.Supply == SeatSupply.SoldOut, summary.Supply == SeatSupply.OnlyHeld);
    }

    // Given-up places leave gaps between the turns, but at most all other waiting fans can be ahead: those who waited
    // when the summary was published, and those who have joined since.
    private static long Ahead(QueueSummary summary, long turn)
    {
        var waiting = summary.Waiting + Math.Max(0, turn - summary.LastNumber);
        return Math.Max(0, Math.Min(turn - summary.AdmittedThrough, waiting) - 1);
    }

    private static long? EstimatedWaitSeconds(QueueSummary summary, long? ahead, DateTimeOffset now) =>
        ahead is { } before && summary.AdmittedPerMinute > 0 && MayAdmit(summary, now)
            ? (long)Math.Ceiling((before + 1) * 60 / summary.AdmittedPerMinute)
            : null;

    private static WaitRange? Range(QueueSummary summary, long? ahead, long? waitSeconds, DateTimeOffset now) =>
        ahead is { } before && summary.Pace is { } pace && MayAdmit(summary, now)
            ? WaitRangeRules.Range(pace, before, waitSeconds)
            : null;

    private static bool MayAdmit(QueueSummary summary, DateTimeOffset now) =>
        now >= summary.OpensAt
        && !summary.Settings.Paused
        && (!summary.Settings.PausesWhenSoldOut || summary.Supply == SeatSupply.Free);

    /// <summary>
    /// The more fans ahead, the longer the interval, but never so long that an early turn could be missed. Before the
    /// opening more frequent polls are useless.
    /// </summary>
    private static int RetryAfterSeconds(QueueSummary summary, long? ahead, long? waitSeconds, DateTimeOffset now)
    {
        var byDistance = 1 + ((ahead ?? summary.Waiting) / Limits.FansAheadPerRetrySecond);
        // With few fans ahead the estimate is unreliable: it counts for at most one second per fan ahead.
        var byWait = Math.Min(ahead ?? 0, (waitSeconds ?? 0) / Limits.RetriesPerWait);
        var byOpening = (long)Math.Ceiling((summary.OpensAt - now).TotalSeconds);
        var byClaim = summary.Settings.ClaimSeconds / Limits.RetriesPerClaim;
        var seconds = Math.Max(byOpening, Math.Min(byClaim, Math.Max(byDistance, byWait)));
        return (int)Math.Clamp(seconds, Limits.MinRetryAfterSeconds, Limits.MaxRetryAfterSeconds);
    }
}

/// <summary>The position of a waiting fan, as reported to the fan.</summary>
/// <param name="Turn">Null while the order has not been drawn.</param>
/// <param name="Ahead">
/// Maximum number of fans ahead; 0 for the next one; null while the order has not been drawn.
/// </param>
/// <param name="HasCome">Whether the turn has come: the fan should enter.</param>
/// <param name="EstimatedWaitSeconds">Null when there is no basis for an estimate.</param>
/// <param name="EstimatedWait">The same as a range.</param>
/// <param name="RetryAfterSeconds">Seconds until the next poll makes sense.</param>
/// <param name="SoldOut">No seat is free and none is held.</param>
/// <param name="OnlyHeld">No seat is free, but some are held and may become free.</param>
public sealed record QueuePosition(
    long? Turn,
    long? Ahead,
    bool HasCome,
    long? EstimatedWaitSeconds,
    WaitRange? EstimatedWait,
    int RetryAfterSeconds,
    bool SoldOut,
    bool OnlyHeld);

/// <summary>Creates the published summary of a queue. Pure.</summary>
public static class QueueSummaryRules
{
    public static QueueSummary Summary(QueueState state, SaleTerms terms, SeatSupply supply, DateTimeOffset now)
    {
        var row = state.Row;
        var draws = row.Settings.Draws && !row.DrawKey.IsEmpty;
        return new QueueSummary(
            row.ScheduleId, row.Settings, terms.OpensAt, row.LastNumber, row.AdmittedThrough, row.Waiting,
            state.Present.Count, state.Rate.PerMinute(now), row.Served, row.Abandoned, supply,
            draws ? DrawOrder.Commitment(row.DrawKey.AsSpan()) : null,
            draws && row.DrawnEntries is not null ? row.DrawKey : [],
            row.DrawnEntries,
            terms.StartsAt,
            state.Leavers.Publish(),
            state.Rate.Pace(now));
    }
}
