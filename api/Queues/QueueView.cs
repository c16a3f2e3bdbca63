using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>A queue as this process knows it.</summary>
/// <param name="Order">Whose turn is when; null while that has not been drawn.</param>
internal sealed record QueueView(QueueStanding Standing, DrawOrder? Order)
{
    public static QueueView Of(QueueStanding standing, QueueView? known)
    {
        if (standing.Settings.Draws && standing.DrawnEntries is null)
            return new QueueView(standing, Order: null);
        var order = known?.Order is { } kept && known.Standing.DrawnEntries == standing.DrawnEntries
            ? kept
            : QueueTurns.Order(standing.DrawKey, standing.DrawnEntries);
        return new QueueView(standing, order);
    }

    public QueuePosition PositionOf(long number, DateTimeOffset now) =>
        QueuePositionRules.Position(Standing, Order?.TurnOf(number), now);
}
