using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>Decisions about how turns end. Pure.</summary>
public static class QueueEndRules
{
    private static readonly TimeSpan PaymentCover = TimeSpan.FromSeconds(Limits.PaymentCoverSeconds);

    public static QueueState End(QueueState state, PlaceRow place, PlaceStatus status)
    {
        var row = status == PlaceStatus.Served
            ? state.Row with { Served = state.Row.Served + 1 }
            : state.Row with { Abandoned = state.Row.Abandoned + 1 };
        if (place.Status == PlaceStatus.Waiting) row = row with { Waiting = row.Waiting - 1 };
        return (state with { Row = row }).Put(place with { Status = status, Until = null });
    }

    /// <summary>Ends turns whose deadline has passed, at most <see cref="Limits.LapsesPerTurn"/>.</summary>
    public static QueueState Lapse(QueueState state, DateTimeOffset now)
    {
        if (!state.Row.Settings.Enabled) return state;
        foreach (var place in state.Present.Due(now, Limits.LapsesPerTurn)) state = Lapse(state, place);
        return state;
    }

    /// <summary>Ends one turn whose deadline has passed.</summary>
    public static QueueState Lapse(QueueState state, PlaceRow place) => End(state, place, LapsedStatus(place));

    public static bool HasLapsed(PlaceRow place, DateTimeOffset now) => place.Until <= now;

    private static PlaceStatus LapsedStatus(PlaceRow place) =>
        place.Status == PlaceStatus.Admitted ? PlaceStatus.Missed : PlaceStatus.RanOut;

    /// <summary>Applies a reservation's report to the turn it was made in, and to no other.</summary>
    public static QueueState Settle(QueueState state, SettledTurn settled, DateTimeOffset now)
    {
        var place = state.Present.Find(settled.UserId);
        if (place is null || place.Number != settled.Number) return state;
        return settled.Change switch
        {
            TurnChange.Paid => End(state, place, PlaceStatus.Served),
            TurnChange.Reserved => state with { Present = state.Present.Reserve(place.UserId, 1) },
            TurnChange.Released when state.Present.Reservations.GetValueOrDefault(place.UserId) > 1 =>
                state with { Present = state.Present.Reserve(place.UserId, -1) },
            TurnChange.Released => End(state, place, PlaceStatus.Released),
            TurnChange.Renewed => Extend(state, place, settled.HeldUntil ?? now, now),
            _ => Extend(state, place, PaymentEnd(settled, now), now),
        };
    }

    /// <summary>
    /// A payment in flight must not lose the turn. However many payments are refused, the turn ends at the latest with
    /// the hold, whose end only a renewal moves, or when the last payment that began in it is no longer covered.
    /// </summary>
    private static DateTimeOffset PaymentEnd(SettledTurn settled, DateTimeOffset now)
    {
        var covered = now + PaymentCover;
        return settled.HeldUntil < covered ? settled.HeldUntil.Value : covered;
    }

    private static QueueState Extend(QueueState state, PlaceRow place, DateTimeOffset until, DateTimeOffset now)
    {
        until = QueueMoments.WholeMilliseconds(until);
        if (HasLapsed(place, now) || place.Until >= until) return state;
        return state.Put(place with { Until = until, Extended = true });
    }
}
