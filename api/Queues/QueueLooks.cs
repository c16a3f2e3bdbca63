using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>
/// Looks after a fan's place. While the turn is far, what the process knows is enough; when it has come, the queue is
/// asked: the fan is here.
/// </summary>
internal sealed class QueueLooks(QueueBoard board, GivenBackPlaces givenBack, IGrainFactory grains, TimeProvider time)
{
    /// <param name="justJoined">A turn that is near may have come at once, unknown to this process yet.</param>
    public async ValueTask<QueueLook> LookAsync(QueueTicket ticket, bool justJoined = false)
    {
        if (await board.GetAsync(ticket.ScheduleId) is not { Standing: var standing } view)
            return new QueueLook(null, Problems.NotFound.Occurs());
        if (!standing.Settings.Enabled)
            return new QueueLook(null, Problems.NoQueue.Occurs());

        var position = view.PositionOf(ticket.Place.Number, time.GetUtcNow());
        var mayBeHere = position.HasCome || (justJoined && position.Ahead < standing.Settings.MaxActive);
        if (!mayBeHere)
            return Wait(ticket, standing, position);

        var outcome = await grains.GetGrain<IQueueGrain>(GrainKeys.Of(ticket.ScheduleId)).Enter(ticket.Place);
        return outcome.Result switch
        {
            EnterResult.Waiting => Wait(ticket, standing, position),
            EnterResult.Active => Told(QueueTokenStatus.Active),
            EnterResult.Left => Told(QueueTokenStatus.Left),
            EnterResult.Missed => Told(QueueTokenStatus.Missed),
            EnterResult.RanOut => Told(QueueTokenStatus.RanOut),
            EnterResult.Served => Told(QueueTokenStatus.Served),
            EnterResult.Released => Told(QueueTokenStatus.Released),
            _ => new QueueLook(null, QueueRefusals.Explain(outcome)),
        };

        QueueLook Told(QueueTokenStatus status) =>
            new(QueueTokenBody.Of(ticket, standing, status) with { ActiveUntil = outcome.ActiveUntil });
    }

    private QueueLook Wait(QueueTicket ticket, QueueStanding standing, QueuePosition position)
    {
        if (givenBack.Has(ticket))
            return new QueueLook(QueueTokenBody.Of(ticket, standing, QueueTokenStatus.Left));
        var status = position.Turn is null ? QueueTokenStatus.BeforeDraw : QueueTokenStatus.Waiting;
        var body = QueueTokenBody.Of(ticket, standing, status) with
        {
            Ahead = position.Ahead,
            EstimatedWaitSeconds = position.EstimatedWaitSeconds,
        };
        return new QueueLook(body, RetryAfterSeconds: position.RetryAfterSeconds);
    }
}
