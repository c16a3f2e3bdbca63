using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>A queue as this process knows it.</summary>
/// <param name="Order">The order of turns; null until it has been drawn.</param>
internal sealed record QueueView(QueueSummary Summary, DrawOrder? Order)
{
    public static QueueView Of(QueueSummary summary, QueueView? known)
    {
        if (summary.Settings.Draws && summary.DrawnEntries is null)
            return new QueueView(summary, Order: null);
        var order = known?.Order is { } kept && known.Summary.DrawnEntries == summary.DrawnEntries
            ? kept
            : QueueTurns.Order(summary.DrawKey, summary.DrawnEntries);
        return new QueueView(summary, order);
    }

    public QueuePosition PositionOf(long number, DateTimeOffset now) =>
        QueuePositionRules.Position(Summary, Order?.TurnOf(number), now);
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
