using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>A queue as this process knows it.</summary>
/// <param name="Order">The order of turns; null until it has been drawn.</param>
/// <param name="Waiting">The places that are known to wait.</param>
internal sealed record QueueView(QueueSummary Summary, DrawOrder? Order, WaitingPlaces Waiting)
{
    /// <param name="known">The view before; null for the first.</param>
    /// <param name="places">Receives the places that were given back since, also through other processes.</param>
    public static QueueView Of(QueueSummary summary, QueueView? known, KnownPlaces places)
    {
        var waiting = WaitingIn(summary, known, places);
        if (summary.Settings.Draws && summary.DrawnEntries is null)
            return new QueueView(summary, Order: null, waiting);
        var order = known?.Order is { } kept && known.Summary.DrawnEntries == summary.DrawnEntries
            ? kept
            : QueueTurns.Order(summary.DrawKey, summary.DrawnEntries);
        return new QueueView(summary, order, waiting);
    }

    public QueuePosition PositionOf(long number, DateTimeOffset now) =>
        QueuePositionRules.Position(Summary, Order?.TurnOf(number), now);

    private static WaitingPlaces WaitingIn(QueueSummary summary, QueueView? known, KnownPlaces places)
    {
        if (known is null) return new WaitingPlaces();
        if (summary.Leavers is not { } leavers || known.Summary.Abandoned == summary.Abandoned) return known.Waiting;

        // Places may have been given back of which this process cannot hear any more: it reads all of them again.
        if (leavers.Since > known.Summary.Abandoned) return new WaitingPlaces();
        foreach (var number in leavers.Numbers)
        {
            places.Add((summary.ScheduleId, number), QueueTokenStatus.Left);
            known.Waiting.Remove(number);
        }

        return known.Waiting;
    }
}

/// <summary>The summaries of queues; each is read from its grain a few times a second, however many poll.</summary>
internal sealed class QueueCache(IGrainFactory grains, KnownPlaces places, TimeProvider time)
{
    private readonly SharedValues<QueueView> queues = new(
        (id, known) => ReadAsync(grains.GetGrain<IQueueGrain>(GrainKeys.Of(id)), known, places),
        TimeSpan.FromMilliseconds(Limits.QueueSummaryMaxAgeMilliseconds),
        time);

    /// <summary>Null when there is no such schedule.</summary>
    public ValueTask<QueueView?> GetAsync(Guid scheduleId) => queues.GetAsync(scheduleId);

    private static async Task<QueueView?> ReadAsync(IQueueGrain queue, QueueView? known, KnownPlaces places) =>
        await queue.GetSummary() is { } summary ? QueueView.Of(summary, known, places) : null;
}

/// <summary>Varies an interval by up to a fifth, so that clients do not all return at once.</summary>
internal static class Jitter
{
    private const double Spread = 0.2;

    public static TimeSpan Of(TimeSpan interval) => interval * Factor();

    /// <summary>At least 1.</summary>
    public static int Of(int seconds) => Math.Max(1, (int)Math.Round(seconds * Factor()));

    private static double Factor() => 1 - Spread + (2 * Spread * Random.Shared.NextDouble());
}
