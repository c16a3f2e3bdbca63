using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>Admissions, and the seats that they depend on.</summary>
public sealed partial class QueueGrain
{
    private static readonly TimeSpan SupplyLook = TimeSpan.FromMilliseconds(Limits.SupplyLookMilliseconds);

    private readonly List<TurnChange> heardWhileCounting = [];
    private SeatLook seats = SeatLook.None;
    private Task counting = Task.CompletedTask;

    /// <summary>
    /// Admits fans as far as there is room, within the limits of one call; the timer continues with the rest.
    /// </summary>
    private async Task<QueueState> Admit(QueueState draft)
    {
        if (!QueueAdmissionRules.IsAwaited(draft.Row)) return draft;
        if (time.GetUtcNow() >= terms!.OpensAt) await LookAtSeats();

        // One time for all of it: the opening must not fall between the draw and the admission.
        var now = time.GetUtcNow();
        draft = QueueDueRules.Open(draft, terms, joining: false, now);
        var left = Limits.AdmissionsPerBatch;
        var onlyGaps = false;
        for (var look = 0; look < Limits.LooksPerCall; look++)
        {
            var room = Math.Min(left, QueueAdmissionRules.Room(draft, terms, seats, now));
            if (room == 0) break;

            var numbers = QueueAdmissionRules.NextNumbers(draft, room, onlyGaps);
            var stored = numbers.Where(number => number <= state!.Row.LastNumber).ToArray();
            var rows = stored.Length == 0 ? [] : await store.LoadPlacesByNumberAsync(scheduleId, stored);
            var next = QueueAdmissionRules.Admit(draft, numbers, rows, room, now);
            var admitted = next.Present.Count - draft.Present.Count;
            (draft, onlyGaps, left) = (next, admitted == 0, left - admitted);
        }

        return draft;
    }

    /// <summary>Counts the seats when their counts are too old. A count in progress is shared.</summary>
    private Task LookAtSeats()
    {
        if (counting.IsCompleted && seats.NextAt <= time.GetUtcNow()) counting = CountSeats();
        return counting;
    }

    private async Task CountSeats()
    {
        heardWhileCounting.Clear();
        var at = time.GetUtcNow();
        SeatCounts? counts;
        try
        {
            counts = await store.CountSeatsAsync(scheduleId).WaitAsync(SupplyLook, time);
        }
        catch (Exception e) when (e is TicketStoreException or TimeoutException)
        {
            (counts, at) = (null, time.GetUtcNow());
        }

        // A report that arrived meanwhile may be missing in the counts. One that is counted already counts twice until
        // the next count, which admits one fan fewer.
        seats = new SeatLook(counts, at);
        foreach (var change in heardWhileCounting) seats = seats.After(change);
    }

    private void HearOfSeat(TurnChange change)
    {
        seats = seats.After(change);
        if (!counting.IsCompleted) heardWhileCounting.Add(change);
    }
}
