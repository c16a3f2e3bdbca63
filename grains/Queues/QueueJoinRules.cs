using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>Decisions about coming into the queue. Pure.</summary>
public static class QueueJoinRules
{
    /// <summary>Why nobody gets a place now, whoever asks; null when fans may join.</summary>
    public static JoinResult? Refuse(QueueRow row, SaleTerms terms, DateTimeOffset now)
    {
        if (!row.Settings.Enabled) return JoinResult.QueueOff;
        return now >= terms.StartsAt ? JoinResult.SaleOver : null;
    }

    /// <summary>Who has a place keeps it; the others get the next numbers, in this order.</summary>
    /// <param name="rows">The places that these fans have in the store.</param>
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
