using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>
/// Reads the state of a fan's place. While the turn is far away, the cached summary is enough, once this process has
/// read in the place's row that it waits. When the turn has come, the queue grain is asked: polling shows that the fan
/// is present.
/// </summary>
internal sealed class QueueLooks(
    QueueCache board, KnownPlaces known, PlaceReads places, IGrainFactory grains, TimeProvider time)
{
    // An active fan only waits for the end of the turn, and knows when that is.
    private const int ActiveRetrySeconds = 5;

    public ValueTask<QueueLook> LookAsync(QueueTicket ticket) => LookAsync(ticket, justJoined: false);

    /// <summary>For a place that was just given: its token is returned even if the state cannot be read.</summary>
    public async Task<QueueLook> FirstLookAsync(QueueTicket ticket)
    {
        try
        {
            return await LookAsync(ticket, justJoined: true);
        }
        catch (Exception e) when (Faults.Explain(e) is not null)
        {
            return new QueueLook(QueueTokenBody.Unseen(ticket));
        }
    }

    /// <summary>When a fan whose turn has not come should poll again, according to the queue's answer.</summary>
    public async ValueTask<int> RetryAfterSecondsAsync(Guid scheduleId, EnterOutcome waiting) =>
        await board.GetAsync(scheduleId) is { Summary: var summary }
            ? RetryAfterSeconds(summary, PositionOf(summary, waiting))
            : Limits.MinRetryAfterSeconds;

    /// <param name="justJoined">The turn may have come at once, which the cached summary does not show yet.</param>
    private async ValueTask<QueueLook> LookAsync(QueueTicket ticket, bool justJoined)
    {
        if (await board.GetAsync(ticket.ScheduleId) is not { Summary: var summary } view)
            return new QueueLook(null, Problems.NotFound.Occurs());
        if (!summary.Settings.Enabled)
            return new QueueLook(null, Problems.NoQueue.Occurs());

        var now = time.GetUtcNow();
        if (known.Find(ticket) is { } place && (place.ActiveUntil is null || now < summary.StartsAt))
            return Told(ticket, summary, place.Status, place.ActiveUntil);
        if (now >= summary.StartsAt)
            return Told(ticket, summary, await ReadEndAsync(ticket) ?? QueueTokenStatus.Closed, activeUntil: null);

        var position = view.PositionOf(ticket.Place.Number, now);
        if (position.HasCome || (justJoined && position.Ahead < summary.Settings.MaxActive))
            return await EnterAsync(ticket, summary, position);
        if (justJoined)
            view.Waiting.Add(ticket.Place.Number);
        else if (!view.Waiting.Has(ticket.Place.Number) && await ReadEndAsync(ticket, view) is { } end)
            return Told(ticket, summary, end, activeUntil: null);
        return Wait(ticket, summary, position);
    }

    /// <summary>How a place that this process does not know has ended; null when it has not, or is unread.</summary>
    /// <param name="view">Notes a place that waits.</param>
    private async Task<QueueTokenStatus?> ReadEndAsync(QueueTicket ticket, QueueView? view = null)
    {
        if (await places.FindAsync(ticket) is not { } place) return null;
        if (place.EndOf(ticket) is { } end)
        {
            known.Add(ticket, end);
            return end;
        }

        if (view is null || !place.Waits(ticket)) return null;
        view.Waiting.Add(ticket.Place.Number);

        // The fan may have given the place back while its row was read.
        if (known.Find(ticket) is not { ActiveUntil: null } left) return null;
        view.Waiting.Remove(ticket.Place.Number);
        return left.Status;
    }

    private async Task<QueueLook> EnterAsync(QueueTicket ticket, QueueSummary summary, QueuePosition position)
    {
        var outcome = await grains.GetGrain<IQueueGrain>(GrainKeys.Of(ticket.ScheduleId)).Enter(ticket.Place);
        QueueTokenStatus? status = outcome.Result switch
        {
            EnterResult.Active => QueueTokenStatus.Active,
            EnterResult.Left => QueueTokenStatus.Left,
            EnterResult.Missed => QueueTokenStatus.Missed,
            EnterResult.RanOut => QueueTokenStatus.RanOut,
            EnterResult.Served => QueueTokenStatus.Served,
            EnterResult.Released => QueueTokenStatus.Released,
            _ => null,
        };
        if (status is { } seen)
        {
            known.Add(ticket, seen, outcome.ActiveUntil);
            return Told(ticket, summary, seen, outcome.ActiveUntil);
        }

        return outcome.Result == EnterResult.Waiting
            ? Wait(ticket, summary, position.Turn is null ? position : PositionOf(summary, outcome))
            : new QueueLook(null, QueueRefusals.Explain(outcome));
    }

    /// <summary>The queue's answer is newer than its summary, so it gives the number of fans ahead.</summary>
    private QueuePosition PositionOf(QueueSummary summary, EnterOutcome waiting)
    {
        var turn = summary.AdmittedThrough + 1 + waiting.Ahead;
        return QueuePositionRules.Position(summary, turn, time.GetUtcNow()) with { Ahead = waiting.Ahead };
    }

    private static QueueLook Told(
        QueueTicket ticket, QueueSummary summary, QueueTokenStatus status, DateTimeOffset? activeUntil) => new(
            QueueTokenBody.Of(ticket, summary, status) with { ActiveUntil = activeUntil },
            RetryAfterSeconds: ActiveRetrySeconds);

    private static QueueLook Wait(QueueTicket ticket, QueueSummary summary, QueuePosition position)
    {
        var status = position.Turn is null ? QueueTokenStatus.BeforeDraw : QueueTokenStatus.Waiting;
        var body = QueueTokenBody.Of(ticket, summary, status) with
        {
            Ahead = position.Ahead,
            EstimatedWaitSeconds = position.EstimatedWaitSeconds,
        };
        return new QueueLook(body, RetryAfterSeconds: RetryAfterSeconds(summary, position));
    }

    /// <summary>A fan who polls after this time has at least half of the claim window left.</summary>
    private static int RetryAfterSeconds(QueueSummary summary, QueuePosition position) =>
        Math.Min(position.RetryAfterSeconds, Math.Max(1, summary.Settings.ClaimSeconds / 2));
}

/// <summary>The result of reading a place: its state, or the problem.</summary>
/// <param name="RetryAfterSeconds">When to poll again; it grows with the distance to the front.</param>
internal readonly record struct QueueLook(
    QueueTokenBody? Body, Problem? Problem = null, int RetryAfterSeconds = 1)
{
    /// <summary>Nothing more will happen to the place.</summary>
    public bool IsLast => Body?.Status is not (
        QueueTokenStatus.BeforeDraw or QueueTokenStatus.Waiting or QueueTokenStatus.Active);
}

/// <summary>The summaries of queues; each is read from its grain a few times a second, however many poll.</summary>
internal sealed class QueueCache(IGrainFactory grains, KnownPlaces places, TimeProvider time)
{
    private readonly SharedValues<QueueView> queues = new(
        (id, known) => ReadAsync(grains.GetGrain<IQueueGrain>(GrainKeys.Of(id)), known, places),
        TimeSpan.FromMilliseconds(Limits.QueueSummaryMaxAgeMilliseconds),
        time);

    /// <summary>Null when there is no such schedule.</summary>
    public ValueTask<QueueView?> GetAsync(Guid scheduleId) => queues.GetAsync(scheduleId);

    private static async Task<QueueView?> ReadAsync(IQueueGrain queue, QueueView? known, KnownPlaces places) =>
        await queue.GetSummary() is { } summary ? QueueView.Of(summary, known, places) : null;
}
