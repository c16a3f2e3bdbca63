using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>Decisions about whose turn it is. Pure.</summary>
public static class QueueAdmissionRules
{
    /// <summary>Whether somebody waits for a queue that is on.</summary>
    public static bool IsAwaited(QueueRow row) => row.Settings.Enabled && row.Waiting > 0;

    /// <summary>How many may be admitted now; 0 also when nobody waits.</summary>
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
    /// The numbers of the next turns to look at: as many as are likely to hold <paramref name="room"/> fans who wait,
    /// since places given back leave gaps. In the order of the turns.
    /// </summary>
    /// <param name="onlyGaps">Whether the last look found nobody who waits.</param>
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
    /// Admits who waits among the next turns, at most <paramref name="room"/>, and passes over the others.
    /// </summary>
    /// <param name="numbers">See <see cref="NextNumbers"/>.</param>
    /// <param name="rows">The places that have these numbers in the store.</param>
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
