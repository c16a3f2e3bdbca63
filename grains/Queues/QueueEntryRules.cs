using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>Decisions about taking one's turn and giving it back. Pure.</summary>
public static class QueueEntryRules
{
    /// <summary>The outcome is null when only the fan's row can tell: see <see cref="Told"/>.</summary>
    public static (QueueState Next, EnterOutcome? Outcome) Enter(QueueState state, QueuePlace place, DateTimeOffset now)
    {
        if (!state.Row.Settings.Enabled) return (state, new EnterOutcome(EnterResult.QueueOff));
        if (place.Number < 1) return (state, new EnterOutcome(EnterResult.Unknown));
        if (state.Present.Find(place.UserId) is { } present && present.Number == place.Number)
            return Activate(state, present, now);
        if (state.Unwritten.TryGetValue(place.UserId, out var ended) && ended.Number == place.Number)
            return (state, Told(state.Row, place, ended));
        return (state, null);
    }

    /// <summary>What the row says of a place that is not present; null: memory is older.</summary>
    public static EnterOutcome? Told(QueueRow queue, QueuePlace place, PlaceRow? row)
    {
        if (row is null || row.Number < place.Number) return new EnterOutcome(EnterResult.Unknown);
        if (row.Number > place.Number) return new EnterOutcome(EnterResult.Left); // the fan came back since
        return row.Status switch
        {
            PlaceStatus.Served => new EnterOutcome(EnterResult.Served),
            PlaceStatus.Left => new EnterOutcome(EnterResult.Left),
            PlaceStatus.Missed => new EnterOutcome(EnterResult.Missed),
            PlaceStatus.RanOut => new EnterOutcome(EnterResult.RanOut),
            PlaceStatus.Released => new EnterOutcome(EnterResult.Released),
            PlaceStatus.Waiting => Waiting(queue, place),
            _ => null,
        };
    }

    /// <summary>Whether the row tells of an admission, or of the end of a turn, that memory does not know of.</summary>
    public static bool IsNewerThan(QueueState state, PlaceRow? row)
    {
        if (row is null || state.Unwritten.ContainsKey(row.UserId)) return false;
        var present = state.Present.Find(row.UserId);
        return present is null ? PresentPlaces.IsPresent(row) : row.Version > present.Version;
    }

    /// <param name="row">The fan's place in the store; of no interest when it is present.</param>
    public static QueueState Leave(QueueState state, QueuePlace place, PlaceRow? row)
    {
        var known = state.Present.Find(place.UserId) ?? state.Unwritten.GetValueOrDefault(place.UserId) ?? row;
        if (known is null || known.Number != place.Number) return state;
        return known.Status is PlaceStatus.Waiting or PlaceStatus.Admitted or PlaceStatus.Active
            ? QueueEndRules.End(state, known, PlaceStatus.Left)
            : state;
    }

    private static EnterOutcome? Waiting(QueueRow queue, QueuePlace place)
    {
        var ahead = QueueTurns.TurnOf(queue, place.Number) is { } turn
            ? turn - queue.AdmittedThrough - 1
            : queue.LastNumber - 1;
        return ahead < 0 ? null : new EnterOutcome(EnterResult.Waiting, Ahead: ahead);
    }

    private static (QueueState Next, EnterOutcome Outcome) Activate(
        QueueState state, PlaceRow present, DateTimeOffset now)
    {
        if (QueueEndRules.HasLapsed(present, now))
        {
            var result = present.Status == PlaceStatus.Admitted ? EnterResult.Missed : EnterResult.RanOut;
            return (QueueEndRules.Lapse(state, present), new EnterOutcome(result));
        }

        if (present.Status == PlaceStatus.Active) return (state, new EnterOutcome(EnterResult.Active, present.Until));

        var until = QueueMoments.WholeMilliseconds(now.AddSeconds(state.Row.Settings.ActiveSeconds));
        var active = present with { Status = PlaceStatus.Active, Until = until };
        return (state.Put(active), new EnterOutcome(EnterResult.Active, until));
    }
}
