using Ticketing.Catalog;

namespace Ticketing.Queues;

/// <summary>Decisions about what time brings: the opening, and the next moment to look. Pure.</summary>
public static class QueueDueRules
{
    /// <summary>At the opening the entries are fixed, and with them their order.</summary>
    /// <param name="joining">Whether a number is about to be given: it would be an entry else.</param>
    public static QueueState Open(QueueState state, SaleTerms terms, bool joining, DateTimeOffset now)
    {
        var row = state.Row;
        if (!row.Settings.Enabled || !QueueTurns.AwaitsDraw(row) || now < terms.OpensAt) return state;

        // An opening that nobody waited for may still be moved.
        if (row.LastNumber == 0 && !joining) return state;
        return state with { Row = row with { DrawnEntries = row.LastNumber } };
    }

    /// <summary>Whether something is to be done although nobody asks.</summary>
    public static bool IsDue(QueueState state, DateTimeOffset now) =>
        QueueAdmissionRules.IsAwaited(state.Row)
        || (state.Row.Settings.Enabled && state.Present.EarliestDeadline <= now);

    /// <summary>When something is to be done although nobody asks; null: not before somebody does.</summary>
    public static DateTimeOffset? NextDue(QueueState state, SaleTerms terms, SeatLook seats, DateTimeOffset now)
    {
        if (!state.Row.Settings.Enabled) return null;
        var deadline = state.Present.EarliestDeadline;
        var admission = NextAdmission(state, terms, seats, now);
        return deadline is null || admission < deadline ? admission : deadline;
    }

    private static DateTimeOffset? NextAdmission(
        QueueState state, SaleTerms terms, SeatLook seats, DateTimeOffset now)
    {
        var settings = state.Row.Settings;
        if (state.Row.Waiting == 0 || now >= terms.StartsAt) return null;
        if (now < terms.OpensAt) return terms.OpensAt;
        if (QueueTurns.AwaitsDraw(state.Row)) return now;
        if (settings.Paused || state.Present.Count >= settings.MaxActive) return null;
        if (settings.PausesWhenSoldOut && seats.Allows(state.Present.WithoutReservation) == 0)
            return seats.NextAt < now ? now : seats.NextAt;
        return settings.PacePerSecond == 0 ? now : state.Pace.NextDue(settings.PacePerSecond, now);
    }
}
