using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>
/// Looks after a fan's place. While the turn is far, what the process knows is enough; when it has come, the queue is
/// asked: the fan is here.
/// </summary>
internal sealed class QueueLooks(QueueBoard board, GivenBackPlaces givenBack, IGrainFactory grains)
{
    /// <param name="justJoined">A turn that is near may have come at once, unknown to this process yet.</param>
    public async ValueTask<QueueLook> LookAsync(QueueTicket ticket, bool justJoined = false)
    {
        if (await board.GetAsync(ticket.ScheduleId) is not { } view)
            return new QueueLook(null, Problems.NotFound.Occurs());
        var standing = view.Standing;
        if (!standing.Settings.Enabled)
            return new QueueLook(null, Problems.NoQueue.Occurs());
        if (standing.AwaitsDraw)
            return Wait(ticket, standing, QueueTokenStatus.BeforeDraw, QueuePositionRules.BeforeDraw(standing));

        var turn = view.Order.TurnOf(ticket.Place.Number);
        var near = standing.AdmittedThrough + (justJoined ? standing.Settings.MaxActive : 0);
        if (turn > near)
            return Wait(ticket, standing, QueueTokenStatus.Waiting, QueuePositionRules.Look(standing, turn));

        var outcome = await grains.GetGrain<IQueueGrain>(GrainKeys.Of(ticket.ScheduleId)).Enter(ticket.Place);
        return StatusOf(outcome.Result) switch
        {
            null => new QueueLook(null, QueueRefusals.Explain(outcome)),
            QueueTokenStatus.Waiting =>
                Wait(ticket, standing, QueueTokenStatus.Waiting, QueuePositionRules.Look(standing, turn)),
            { } status => new QueueLook(Body(ticket, standing, status) with { ActiveUntil = outcome.ActiveUntil }),
        };
    }

    private static QueueTokenStatus? StatusOf(EnterResult result) => result switch
    {
        EnterResult.Waiting => QueueTokenStatus.Waiting,
        EnterResult.Active => QueueTokenStatus.Active,
        EnterResult.Left => QueueTokenStatus.Left,
        EnterResult.Missed => QueueTokenStatus.Missed,
        EnterResult.RanOut => QueueTokenStatus.RanOut,
        EnterResult.Served => QueueTokenStatus.Served,
        EnterResult.Released => QueueTokenStatus.Released,
        _ => null,
    };

    private QueueLook Wait(
        QueueTicket ticket, QueueStanding standing, QueueTokenStatus status, QueuePosition position) =>
        givenBack.Has(ticket)
            ? new QueueLook(Body(ticket, standing, QueueTokenStatus.Left))
            : new QueueLook(
                Body(ticket, standing, status) with
                {
                    Ahead = position.Ahead,
                    EstimatedWaitSeconds = position.EstimatedWaitSeconds,
                },
                RetryAfterSeconds: position.RetryAfterSeconds);

    private static QueueTokenBody Body(QueueTicket ticket, QueueStanding standing, QueueTokenStatus status) => new(
        ticket.Token,
        ticket.ScheduleId,
        ticket.Place.Number,
        status,
        Ahead: null,
        EstimatedWaitSeconds: null,
        ActiveUntil: null,
        standing.Supply == SeatSupply.SoldOut,
        standing.Supply == SeatSupply.OnlyHeld,
        standing.OpensAt);
}
