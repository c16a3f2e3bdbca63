using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>The transaction that writes a decision of the queue, with its events.</summary>
public static class QueueCommits
{
    public static bool Changes(QueueState before, QueueState after) =>
        !after.Unwritten.IsEmpty || after.Row != before.Row;

    /// <summary>Invariant I5: every number given is waiting, present, served or abandoned.</summary>
    public static bool IsConsistent(QueueState state)
    {
        var row = state.Row;
        return row is { AdmittedThrough: >= 0, Waiting: >= 0, Served: >= 0, Abandoned: >= 0 }
            && row.Waiting <= row.LastNumber - row.AdmittedThrough
            && row.Waiting + state.Present.Count + row.Served + row.Abandoned == row.LastNumber
            && (!row.Settings.Draws || row.DrawKey.Length == Limits.DrawKeyBytes)
            && (row.DrawnEntries ?? 0) <= row.LastNumber;
    }

    public static Commit Write(QueueState before, QueueState after, DateTimeOffset now)
    {
        CheckConsistent(after);
        var created = after.Row.LastNumber - before.Row.LastNumber;
        var activated = after.Unwritten.Values.Count(place => IsNewlyAdmitted(before, place));
        if (activated > 0 && after.Present.Count > after.Row.Settings.MaxActive)
        {
            throw new InvalidOperationException(
                $"Queue {after.Row.ScheduleId} must not admit {activated}: {after.Present.Count} would be present, "
                + $"{after.Row.Settings.MaxActive} may.");
        }

        return new Commit
        {
            Queues = [after.Row with { Version = before.Row.Version + 1 }],
            Places = [.. after.Unwritten.Values],
            Events =
            [
                .. Event(Topics.WaitingTokenCreated, after.Row, created, after.Row.LastNumber, now),
                .. Event(Topics.WaitingTokenActivated, after.Row, activated, after.Row.AdmittedThrough, now),
            ],
        };
    }

    /// <summary>A place that was admitted before is written again when it gets more time.</summary>
    private static bool IsNewlyAdmitted(QueueState before, PlaceRow place) =>
        place.Status == PlaceStatus.Admitted && before.Present.Find(place.UserId)?.Number != place.Number;

    /// <summary>Called before every write and after every load.</summary>
    public static void CheckConsistent(QueueState state)
    {
        if (IsConsistent(state)) return;
        throw new InvalidOperationException(
            $"The rows of queue {state.Row.ScheduleId} do not agree: {state.Row}, {state.Present.Count} present.");
    }

    private static IEnumerable<OutboxEvent> Event(
        string topic, QueueRow row, long count, long through, DateTimeOffset now)
    {
        if (count == 0) yield break;
        yield return OutboxEvents.Of(topic, new WaitingTokenEvent(row.ScheduleId, (int)count, through), now);
    }
}

/// <summary>
/// Derives from the rows the reports that a queue may have missed, since a message can be lost. Pure.
/// </summary>
public static class QueueEventRules
{
    /// <summary>Reports that end turns with a paid reservation, or without a live one.</summary>
    public static IEnumerable<SettledTurn> ReportsOf(QueueRecord record) =>
        from made in record.Reservations
        group made.Status by (made.UserId, made.Number) into turn
        let change = ChangeOf([.. turn])
        where change is not null
        select new SettledTurn(turn.Key.UserId, turn.Key.Number, change.Value);

    public static bool IsLive(ReservationStatus status) =>
        status is ReservationStatus.Pending or ReservationStatus.Paying;

    private static TurnChange? ChangeOf(ReservationStatus[] reservations)
    {
        if (reservations.Contains(ReservationStatus.Confirmed)) return TurnChange.Paid;
        return reservations.Any(IsLive) ? null : TurnChange.Released;
    }
}
