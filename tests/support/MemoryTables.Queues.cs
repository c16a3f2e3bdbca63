using System.Collections.Immutable;
using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Tests.Support;

/// <summary>Queues and the places in them.</summary>
internal sealed partial class MemoryTables
{
    private int dueQueuesAsked;

    public QueueRow SeedWaiting(Guid scheduleId, int fans, DateTimeOffset joinedAt)
    {
        for (var fan = 1; fan <= fans; fan++)
        {
            Write(new PlaceRow(
                scheduleId, new Guid(fan, 0, 0, new byte[8]), fan, joinedAt, PlaceStatus.Waiting, Until: null,
                Extended: false, Version: 1));
        }

        return Queues[scheduleId] = Queues[scheduleId] with { LastNumber = fans, Waiting = fans };
    }

    public QueueRecord? Queue(Guid scheduleId) =>
        Queues.GetValueOrDefault(scheduleId) is { } queue
            ? QueueOf(queue, [.. PlacesOf(scheduleId).Where(place => place.Until is not null)])
            : null;

    private QueueRecord QueueOf(QueueRow queue, ImmutableArray<PlaceRow> present) => new(
        queue, present, [.. from place in present
            from id in ReservationsOfFans.GetValueOrDefault(new FanKey(place.ScheduleId, place.UserId), [])
            let made = Reservations[id] where made.QueueNumber == place.Number
            select new TurnReservation(place.UserId, place.Number, made.Status)]);

    public IReadOnlyList<PlaceRow> PlacesOfFans(Guid scheduleId, IReadOnlyList<Guid> users) =>
        [.. users.Distinct()
            .Select(user => QueuePlaces.GetValueOrDefault(new FanKey(scheduleId, user)))
            .OfType<PlaceRow>()];

    public IReadOnlyList<PlaceRow> PlacesOfNumbers(Guid scheduleId, IReadOnlyList<long> numbers) =>
        [.. numbers.Distinct()
            .Where(number => FansOfNumbers.ContainsKey((scheduleId, number)))
            .Select(number => QueuePlaces[new FanKey(scheduleId, FansOfNumbers[(scheduleId, number)])])];

    public IReadOnlyList<Guid> DueQueues(DateTimeOffset now, int limit)
    {
        var due = Queues.Values
            .Where(queue => queue.Settings.Enabled)
            .Where(queue => CanAdmit(queue, now) || PlacesOf(queue.ScheduleId).Any(place => place.Until <= now))
            .Select(queue => queue.ScheduleId)
            .Order()
            .ToArray();
        var first = due.Length == 0 ? 0 : dueQueuesAsked++ % due.Length;
        return [.. due[first..].Concat(due[..first]).Take(limit)];
    }

    private bool CanAdmit(QueueRow queue, DateTimeOffset now) =>
        queue is { Waiting: > 0, Settings.Paused: false }
        && Terms[queue.ScheduleId] is var terms && terms.OpensAt <= now && terms.StartsAt > now;

    private IEnumerable<PlaceRow> PlacesOf(Guid scheduleId) =>
        QueuePlaces.Values.Where(place => place.ScheduleId == scheduleId);

    private void Write(PlaceRow row)
    {
        var key = new FanKey(row.ScheduleId, row.UserId);
        if (QueuePlaces.TryGetValue(key, out var old))
            FansOfNumbers.Remove((row.ScheduleId, old.Number));
        FansOfNumbers.Add((row.ScheduleId, row.Number), row.UserId);
        QueuePlaces[key] = row with
        {
            JoinedAt = StoredMoment.Of(row.JoinedAt),
            Until = row.Until is { } until ? StoredMoment.Of(until) : null,
        };
    }
}
