using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Tests.Support;

/// <summary>
/// Checks invariant I5 at every commit, in write order: numbers are given without a gap and served in order, never more
/// fans are admitted than allowed, and no fan is active or reserves without having been admitted.
/// </summary>
internal sealed class QueueWatch
{
    private readonly Dictionary<Guid, QueueRow> queues = [];
    private readonly Dictionary<FanKey, PlaceRow> places = [];
    private readonly HashSet<(FanKey Fan, long Number)> admitted = [];
    private readonly HashSet<(FanKey Fan, long Number)> active = [];
    private readonly Dictionary<(FanKey Fan, long Number), DateTimeOffset> heldUntil = [];
    private Exception? broken;

    /// <summary>All places admitted so far, in order; those of one commit in the order of their turns.</summary>
    public List<PlaceRow> Admissions { get; } = [];

    public int MostPresent { get; private set; }

    public void Committed(Commit commit)
    {
        try
        {
            Check(commit);
        }
        catch (Exception e)
        {
            broken ??= e;
            throw;
        }
    }

    /// <summary>Fails if the invariant was broken, also by a timer, which has no caller to throw to.</summary>
    public void AssertKept() => Assert.Null(broken);

    private void Check(Commit commit)
    {
        foreach (var row in commit.Reservations.Where(row => row.Version == 1)) CheckReservation(row);
        foreach (var row in commit.Reservations) NoteDeadline(row);
        if (commit.Queues.IsEmpty)
        {
            Assert.Empty(commit.Places);
            return;
        }

        var after = Assert.Single(commit.Queues);
        var before = queues.GetValueOrDefault(after.ScheduleId);
        var (numbers, through) = (before?.LastNumber ?? 0, before?.AdmittedThrough ?? 0);
        Assert.True(after.LastNumber >= numbers && after.AdmittedThrough >= through, "A queue goes backwards.");
        Assert.True(before?.DrawnEntries is not { } drawn || drawn == after.DrawnEntries, "A draw is changed.");

        var given = commit.Places.Where(place => Of(place)?.Number != place.Number).ToArray();
        Assert.All(given, place => Assert.NotEqual(PlaceStatus.Waiting, Of(place)?.Status)); // a second place
        var ended = commit.Places.Count(place => IsLive(Of(place)) && (given.Contains(place) || !IsLive(place)));
        Assert.Equal(ended, after.Served + after.Abandoned - (before?.Served ?? 0) - (before?.Abandoned ?? 0));
        CheckGiven(given, numbers, after.LastNumber);
        PlaceRow[] newly = [.. commit.Places.Where(IsNewlyAdmitted)];
        CheckAdmitted(newly, through, after);
        foreach (var place in commit.Places) CheckActive(place, isNew: given.Contains(place));
        foreach (var place in commit.Places.Where(place => !given.Contains(place)))
            CheckMoreTime(Of(place)!, place, after.Settings);

        queues[after.ScheduleId] = after;
        foreach (var place in commit.Places) places[Key(place)] = place;
        CheckCounts(after, admits: newly.Length > 0);
    }

    /// <summary>No fan gets the answer "active" without being active, or for longer than the row says.</summary>
    public void Told(Guid scheduleId, QueuePlace place, EnterOutcome outcome)
    {
        if (outcome.Result == EnterResult.Active)
            Assert.Contains((new FanKey(scheduleId, place.UserId), place.Number), active);
        Assert.Equal(outcome.Result == EnterResult.Active, outcome.ActiveUntil is not null);
    }

    /// <summary>A fan who was given more time has it, unless the turn was taken or has ended since.</summary>
    public void Told(Guid scheduleId, QueuePlace place, MoreTimeOutcome outcome)
    {
        if (outcome.Turn is { } turn) Told(scheduleId, place, turn);
        if (outcome.Result != MoreTimeResult.Granted) return;
        var row = places[new FanKey(scheduleId, place.UserId)];
        Assert.InRange(outcome.Granted, 1, QueueLimits.MaxMoreTimes);
        if (row.Number != place.Number || row.Status != PlaceStatus.Admitted) return;
        Assert.True(row.Until >= outcome.ClaimUntil && row.MoreTimes.Length >= outcome.Granted, $"{outcome}: {row}");
    }

    /// <summary>A fan who was given a number still has it, or a later one.</summary>
    public void Given(Guid scheduleId, QueuePlace place)
    {
        var row = places[new FanKey(scheduleId, place.UserId)];
        Assert.True(row.Number > place.Number || row.JoinedAt == place.JoinedAt, $"{place} is not {row}.");
        Assert.True(row.Number >= place.Number, $"{place} was lost.");
    }

    private static void CheckGiven(PlaceRow[] given, long from, long through) =>
        Assert.Equal(
            Enumerable.Range(1, (int)(through - from)).Select(i => from + i),
            given.Select(place => place.Number).Order());

    private void CheckAdmitted(PlaceRow[] newly, long from, QueueRow after)
    {
        var order = QueueTurns.Order(after);
        Assert.All(newly, place => Assert.InRange(order.TurnOf(place.Number), from + 1, after.AdmittedThrough));
        Assert.All(newly, place => Assert.True(admitted.Add((Key(place), place.Number)), $"{place} again."));
        Admissions.AddRange(newly.OrderBy(place => order.TurnOf(place.Number)));
    }

    private void CheckActive(PlaceRow place, bool isNew)
    {
        if (place.Status != PlaceStatus.Active) return;
        var old = Of(place);
        Assert.False(isNew);
        Assert.True(old is { Status: PlaceStatus.Admitted or PlaceStatus.Active }, $"{old} becomes {place}.");
        if (old!.Status == PlaceStatus.Active)
        {
            Assert.True(place.Extended && place.Until > old.Until, $"{old} becomes {place}.");
            Assert.True(place.Until <= heldUntil[(Key(place), place.Number)], $"{place} lasts longer than its holds.");
        }

        active.Add((Key(place), place.Number));
    }

    /// <summary>
    /// The claim window grows only by requests, each of which counts once and only as often as is allowed; a turn that
    /// was taken or has ended gets no more time.
    /// </summary>
    private static void CheckMoreTime(PlaceRow old, PlaceRow place, QueueSettings settings)
    {
        Assert.Equal(place.MoreTimes.Distinct(), place.MoreTimes);
        Assert.Equal(old.MoreTimes, place.MoreTimes.Take(old.MoreTimes.Length));
        var added = place.MoreTimes.Length - old.MoreTimes.Length;
        if (added > 0) Assert.True(place.MoreTimes.Length <= MoreTimeRules.Allowed(settings), $"{place}: {settings}");
        if (old.Status != PlaceStatus.Admitted || place.Status != PlaceStatus.Admitted)
            Assert.Equal(0, added);
        else
            Assert.Equal(old.Until + TimeSpan.FromSeconds(added * settings.ClaimSeconds), place.Until);
    }

    private void CheckCounts(QueueRow row, bool admits)
    {
        var all = places.Values.Where(place => place.ScheduleId == row.ScheduleId).ToArray();
        var present = all.Count(place => place.Until is not null);
        var order = QueueTurns.Order(row);
        var waiting = all.Where(place => place.Status == PlaceStatus.Waiting).ToArray();
        Assert.Equal(row.Waiting, waiting.Length);
        Assert.All(waiting, place => Assert.True(order.TurnOf(place.Number) > row.AdmittedThrough, "Passed by."));
        Assert.Equal(row.LastNumber, row.Waiting + present + row.Served + row.Abandoned);
        Assert.False(admits && present > row.Settings.MaxActive, $"{present} are present.");
        MostPresent = Math.Max(present, MostPresent);
    }

    private void CheckReservation(ReservationRow row)
    {
        if (queues.GetValueOrDefault(row.ScheduleId)?.Settings.Enabled != true) return;
        Assert.Contains((new FanKey(row.ScheduleId, row.UserId), row.QueueNumber ?? 0), active);
    }

    /// <summary>A turn is extended to the deadline of one of its reservations, and not beyond it.</summary>
    private void NoteDeadline(ReservationRow row)
    {
        var turn = (new FanKey(row.ScheduleId, row.UserId), row.QueueNumber ?? 0);
        if (heldUntil.GetValueOrDefault(turn) < row.ExpiresAt) heldUntil[turn] = row.ExpiresAt;
    }

    private bool IsNewlyAdmitted(PlaceRow place) =>
        place.Status == PlaceStatus.Admitted
        && (Of(place)?.Status != PlaceStatus.Admitted || Of(place)?.Number != place.Number);

    private PlaceRow? Of(PlaceRow place) => places.GetValueOrDefault(Key(place));

    private static bool IsLive(PlaceRow? place) =>
        place?.Status is PlaceStatus.Waiting or PlaceStatus.Admitted or PlaceStatus.Active;

    private static FanKey Key(PlaceRow place) => new(place.ScheduleId, place.UserId);
}
