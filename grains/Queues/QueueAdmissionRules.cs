using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>Decisions about whose turn it is. Pure.</summary>
public static class QueueAdmissionRules
{
    /// <summary>Whether the queue is enabled and fans wait in it.</summary>
    public static bool IsAwaited(QueueRow row) => row.Settings.Enabled && row.Waiting > 0;

    /// <summary>Number of fans who may be admitted now; 0 also when no fan waits.</summary>
    public static int Room(QueueState state, SaleTerms terms, SeatLook seats, DateTimeOffset now)
    {
        var settings = state.Row.Settings;
        if (!IsAwaited(state.Row) || settings.Paused || now < terms.OpensAt || now >= terms.StartsAt) return 0;
        if (QueueTurns.AwaitsDraw(state.Row)) return 0;

        var room = settings.MaxActive - state.Present.Count;
        if (settings.PausesWhenSoldOut) room = Math.Min(room, seats.Allows(state.Present.WithoutReservation));
        return Math.Max(0, Math.Min(room, state.Pace.Allows(settings.PacePerSecond, now)));
    }

    /// <summary>
    /// The numbers of the next turns to read, in the order of the turns: as many as probably contain
    /// <paramref name="room"/> waiting fans, since given-up places leave gaps.
    /// </summary>
    /// <param name="onlyGaps">Whether the last query found no waiting fan.</param>
    public static ImmutableArray<long> NextNumbers(QueueState state, int room, bool onlyGaps)
    {
        var row = state.Row;
        var left = row.LastNumber - row.AdmittedThrough;
        var likely = Math.Ceiling(room * (double)left / Math.Max(1, row.Waiting));
        var count = (int)Math.Min(left, onlyGaps ? Limits.TurnsPerLook : Math.Min(likely, Limits.TurnsPerLook));
        var order = QueueTurns.Order(row);
        var numbers = ImmutableArray.CreateBuilder<long>(count);
        for (var turn = row.AdmittedThrough + 1; numbers.Count < count; turn++) numbers.Add(order.NumberAt(turn));
        return numbers.MoveToImmutable();
    }

    /// <summary>
    /// Admits the waiting fans among the next turns, at most <paramref name="room"/>, and passes over the other turns.
    /// </summary>
    /// <param name="numbers">See <see cref="NextNumbers"/>.</param>
    /// <param name="rows">The stored places with these numbers.</param>
    public static QueueState Admit(
        QueueState state, ImmutableArray<long> numbers, IReadOnlyList<PlaceRow> rows, int room, DateTimeOffset now)
    {
        var changed = state.Unwritten;
        var places = rows.Where(place => !changed.ContainsKey(place.UserId)).Concat(changed.Values)
            .ToDictionary(place => place.Number);
        var until = QueueMoments.WholeMilliseconds(now.AddSeconds(state.Row.Settings.ClaimSeconds));
        int admitted = 0, through = 0;
        foreach (var number in numbers)
        {
            var waits = places.GetValueOrDefault(number) is { Status: PlaceStatus.Waiting };
            if (waits && admitted == room) break;
            through++;
            if (!waits) continue;
            admitted++;
            state = state.Put(places[number] with { Status = PlaceStatus.Admitted, Until = until });
        }

        var row = state.Row;
        return state with
        {
            Row = row with { AdmittedThrough = row.AdmittedThrough + through, Waiting = row.Waiting - admitted },
            Pace = state.Pace.Take(admitted, row.Settings.PacePerSecond, now),
            Rate = admitted == 0 ? state.Rate : state.Rate.Add(admitted, now),
        };
    }
}

/// <summary>Decisions that depend on time: the opening, and when to act next. Pure.</summary>
public static class QueueDueRules
{
    /// <summary>Fixes the entries of the draw, and with them their order, at the opening.</summary>
    /// <param name="joining">Whether a number is about to be given, which must not become an entry of the draw.</param>
    public static QueueState Open(QueueState state, SaleTerms terms, bool joining, DateTimeOffset now)
    {
        var row = state.Row;
        if (!row.Settings.Enabled || !QueueTurns.AwaitsDraw(row) || now < terms.OpensAt) return state;

        // As long as no fan has joined, the opening may still be moved.
        if (row.LastNumber == 0 && !joining) return state;
        return state with { Row = row with { DrawnEntries = row.LastNumber } };
    }

    /// <summary>Whether there is work to do without a request.</summary>
    public static bool IsDue(QueueState state, DateTimeOffset now) =>
        QueueAdmissionRules.IsAwaited(state.Row)
        || (state.Row.Settings.Enabled && state.Present.EarliestDeadline <= now);

    /// <summary>When there is work to do without a request; null: not before the next request.</summary>
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
