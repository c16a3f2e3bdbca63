using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>Decisions about entering and leaving. Pure.</summary>
public static class QueueEntryRules
{
    /// <summary>Enters each of these fans, in this order.</summary>
    /// <param name="stored">Stored places by fan, as far as they were read.</param>
    /// <param name="allStored">Whether <paramref name="stored"/> has every place that memory does not know.</param>
    /// <returns>
    /// An outcome is null when it depends on a place that was not read, or when its row is newer than memory.
    /// </returns>
    public static (QueueState Next, ImmutableArray<EnterOutcome?> Outcomes) Enter(
        QueueState state, ImmutableArray<QueuePlace> places, IReadOnlyDictionary<Guid, PlaceRow> stored,
        DateTimeOffset now, bool allStored = false)
    {
        var outcomes = ImmutableArray.CreateBuilder<EnterOutcome?>(places.Length);
        foreach (var place in places)
        {
            (state, var outcome) = Enter(state, place, now);
            if (allStored) outcome ??= Told(state.Row, place, stored.GetValueOrDefault(place.UserId));
            outcomes.Add(outcome);
        }

        return (state, outcomes.MoveToImmutable());
    }

    /// <summary>The outcome is null when it depends on the fan's stored place: see <see cref="Told"/>.</summary>
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

    /// <summary>
    /// The outcome by the stored row of a place that is not present; null when the row is newer than memory.
    /// </summary>
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

    /// <summary>Whether the row shows an admission, or the end of a turn, that memory does not know.</summary>
    public static bool IsNewerThan(QueueState state, PlaceRow? row)
    {
        if (row is null || state.Unwritten.ContainsKey(row.UserId)) return false;
        var present = state.Present.Find(row.UserId);
        return present is null ? PresentPlaces.IsPresent(row) : row.Version > present.Version;
    }

    /// <param name="row">The fan's stored place; not used when the place is present.</param>
    public static QueueState Leave(QueueState state, QueuePlace place, PlaceRow? row)
    {
        var known = state.Present.Find(place.UserId) ?? state.Unwritten.GetValueOrDefault(place.UserId) ?? row;
        if (known is null || known.Number != place.Number) return state;
        if (known.Status is not (PlaceStatus.Waiting or PlaceStatus.Admitted or PlaceStatus.Active)) return state;
        var left = QueueEndRules.End(state, known, PlaceStatus.Left);
        return known.Status == PlaceStatus.Waiting
            ? left with { Leavers = left.Leavers.Add(known.Number, left.Row.Abandoned) }
            : left;
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

/// <summary>Decisions about joining the queue. Pure.</summary>
public static class QueueJoinRules
{
    /// <summary>Why no fan can join now; null when fans may join.</summary>
    public static JoinResult? Refuse(QueueRow row, SaleTerms terms, DateTimeOffset now)
    {
        if (!row.Settings.Enabled) return JoinResult.QueueOff;
        return now >= terms.StartsAt ? JoinResult.SaleOver : null;
    }

    /// <summary>A fan with a place keeps it; the others get the next numbers, in this order.</summary>
    /// <param name="rows">The stored places of these fans.</param>
    public static (QueueState Next, ImmutableArray<JoinOutcome> Outcomes) Join(
        QueueState state, ImmutableArray<Guid> users, IReadOnlyList<PlaceRow> rows, DateTimeOffset now)
    {
        var stored = rows.ToDictionary(place => place.UserId);
        var outcomes = ImmutableArray.CreateBuilder<JoinOutcome>(users.Length);
        foreach (var user in users)
        {
            (state, var place) = Join(state, user, stored.GetValueOrDefault(user), now);
            outcomes.Add(place is null
                ? new JoinOutcome(JoinResult.Draining)
                : new JoinOutcome(JoinResult.Joined, new QueuePlace(user, place.Number, place.JoinedAt)));
        }

        return (state, outcomes.MoveToImmutable());
    }

    private static (QueueState Next, PlaceRow? Place) Join(
        QueueState state, Guid user, PlaceRow? stored, DateTimeOffset now)
    {
        var known = state.Unwritten.GetValueOrDefault(user) ?? state.Present.Find(user) ?? stored;
        if (known is not null && IsLive(known, now)) return (state, known);
        if (state.Row.Settings.Draining) return (state, null);

        if (known is not null && PresentPlaces.IsPresent(known))
        {
            state = QueueEndRules.Lapse(state, known);
            known = state.Unwritten[user];
        }

        var row = state.Row with { LastNumber = state.Row.LastNumber + 1, Waiting = state.Row.Waiting + 1 };
        var place = new PlaceRow(
            row.ScheduleId, user, row.LastNumber, QueueMoments.WholeMilliseconds(now), PlaceStatus.Waiting,
            Until: null, Extended: false, known?.Version ?? 0);
        state = (state with { Row = row }).Put(place);
        return (state, state.Unwritten[user]);
    }

    private static bool IsLive(PlaceRow place, DateTimeOffset now) =>
        place.Status == PlaceStatus.Waiting
        || (PresentPlaces.IsPresent(place) && !QueueEndRules.HasLapsed(place, now));
}
