using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>
/// Looks after a fan's place. While the turn is far, what the process knows is enough; when it has come, the queue is
/// asked: the fan is here.
/// </summary>
internal sealed class QueueLooks(QueueBoard board, KnownPlaces known, IGrainFactory grains, TimeProvider time)
{
    // Who is active only waits for the end, and knows when that is.
    private const int ActiveRetrySeconds = 5;

    public ValueTask<QueueLook> LookAsync(QueueTicket ticket) => LookAsync(ticket, justJoined: false);

    /// <summary>The place has been given: its token is told also when no more can be seen.</summary>
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

    /// <summary>When a fan whose turn has not come should come back, from what the queue has said.</summary>
    public async ValueTask<int> RetryAfterSecondsAsync(Guid scheduleId, EnterOutcome waiting) =>
        await board.GetAsync(scheduleId) is { Standing: var standing }
            ? RetryAfterSeconds(standing, PositionOf(standing, waiting))
            : Limits.MinRetryAfterSeconds;

    /// <param name="justJoined">A turn that is near may have come at once, unknown to this process yet.</param>
    private async ValueTask<QueueLook> LookAsync(QueueTicket ticket, bool justJoined)
    {
        if (await board.GetAsync(ticket.ScheduleId) is not { Standing: var standing } view)
            return new QueueLook(null, Problems.NotFound.Occurs());
        if (!standing.Settings.Enabled)
            return new QueueLook(null, Problems.NoQueue.Occurs());

        var now = time.GetUtcNow();
        if (known.Find(ticket) is { } place && (place.ActiveUntil is null || now < standing.StartsAt))
            return Told(ticket, standing, place.Status, place.ActiveUntil);
        if (now >= standing.StartsAt)
            return Told(ticket, standing, QueueTokenStatus.Closed, activeUntil: null);

        var position = view.PositionOf(ticket.Place.Number, now);
        var mayBeHere = position.HasCome || (justJoined && position.Ahead < standing.Settings.MaxActive);
        return mayBeHere ? await EnterAsync(ticket, standing, position) : Wait(ticket, standing, position);
    }

    private async Task<QueueLook> EnterAsync(QueueTicket ticket, QueueStanding standing, QueuePosition position)
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
            return Told(ticket, standing, seen, outcome.ActiveUntil);
        }

        return outcome.Result == EnterResult.Waiting
            ? Wait(ticket, standing, position.Turn is null ? position : PositionOf(standing, outcome))
            : new QueueLook(null, QueueRefusals.Explain(outcome));
    }

    /// <summary>The queue knows better how many are ahead than what it published a moment ago.</summary>
    private QueuePosition PositionOf(QueueStanding standing, EnterOutcome waiting)
    {
        var turn = standing.AdmittedThrough + 1 + waiting.Ahead;
        return QueuePositionRules.Position(standing, turn, time.GetUtcNow()) with { Ahead = waiting.Ahead };
    }

    private static QueueLook Told(
        QueueTicket ticket, QueueStanding standing, QueueTokenStatus status, DateTimeOffset? activeUntil) => new(
            QueueTokenBody.Of(ticket, standing, status) with { ActiveUntil = activeUntil },
            RetryAfterSeconds: ActiveRetrySeconds);

    private static QueueLook Wait(QueueTicket ticket, QueueStanding standing, QueuePosition position)
    {
        var status = position.Turn is null ? QueueTokenStatus.BeforeDraw : QueueTokenStatus.Waiting;
        var body = QueueTokenBody.Of(ticket, standing, status) with
        {
            Ahead = position.Ahead,
            EstimatedWaitSeconds = position.EstimatedWaitSeconds,
        };
        return new QueueLook(body, RetryAfterSeconds: RetryAfterSeconds(standing, position));
    }

    /// <summary>Whoever comes back then has half of the claim window left at least.</summary>
    private static int RetryAfterSeconds(QueueStanding standing, QueuePosition position) =>
        Math.Min(position.RetryAfterSeconds, Math.Max(1, standing.Settings.ClaimSeconds / 2));
}
