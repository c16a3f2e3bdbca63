namespace Ticketing.Queues;

/// <summary>A fan's position, told from what the queue publishes, without asking the queue. Pure.</summary>
public static class QueuePositionRules
{
    /// <summary>The turn of a number; null while the order has not been drawn.</summary>
    public static long? TurnOf(QueueStanding standing, long number) =>
        standing.Settings.Draws && standing.DrawnEntries is null
            ? null
            : QueueTurns.Order(standing.DrawKey, standing.DrawnEntries).TurnOf(number);

    /// <param name="turn">See <see cref="TurnOf"/>.</param>
    public static QueuePosition Position(QueueStanding standing, long? turn, DateTimeOffset now)
    {
        var hasCome = turn <= standing.AdmittedThrough;
        var ahead = turn is { } known ? Ahead(standing, known) : (long?)null;
        var wait = hasCome ? 0 : EstimatedWaitSeconds(standing, ahead, now);
        return new QueuePosition(
            turn, ahead, hasCome, wait,
            hasCome ? Limits.MinRetryAfterSeconds : RetryAfterSeconds(standing, ahead, wait, now),
            standing.Supply == SeatSupply.SoldOut, standing.Supply == SeatSupply.OnlyHeld);
    }

    // Places given back leave gaps between the turns, but no more than all the others who wait can be ahead: those who
    // waited when the standing was published, and those who have come since.
    private static long Ahead(QueueStanding standing, long turn)
    {
        var waiting = standing.Waiting + Math.Max(0, turn - standing.LastNumber);
        return Math.Max(0, Math.Min(turn - standing.AdmittedThrough, waiting) - 1);
    }

    private static long? EstimatedWaitSeconds(QueueStanding standing, long? ahead, DateTimeOffset now)
    {
        if (ahead is null || standing.AdmittedPerMinute <= 0 || now < standing.OpensAt) return null;
        if (standing.Settings.Paused) return null;
        if (standing.Settings.PausesWhenSoldOut && standing.Supply != SeatSupply.Free) return null;
        return (long)Math.Ceiling((ahead.Value + 1) * 60 / standing.AdmittedPerMinute);
    }

    /// <summary>
    /// The further from the front, the longer, but never so long that a turn which comes sooner could be missed; before
    /// the opening it is not worth asking more often.
    /// </summary>
    private static int RetryAfterSeconds(QueueStanding standing, long? ahead, long? waitSeconds, DateTimeOffset now)
    {
        var byDistance = 1 + ((ahead ?? standing.Waiting) / Limits.FansAheadPerRetrySecond);
        // How long the few before one take, nobody can estimate.
        var byWait = Math.Min(ahead ?? 0, (waitSeconds ?? 0) / Limits.RetriesPerWait);
        var byOpening = (long)Math.Ceiling((standing.OpensAt - now).TotalSeconds);
        var byClaim = standing.Settings.ClaimSeconds / Limits.RetriesPerClaim;
        var seconds = Math.Max(byOpening, Math.Min(byClaim, Math.Max(byDistance, byWait)));
        return (int)Math.Clamp(seconds, Limits.MinRetryAfterSeconds, Limits.MaxRetryAfterSeconds);
    }
}
