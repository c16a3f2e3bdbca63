using Orleans;
using Orleans.Runtime;

namespace Ticketing.EmbeddedHost;

/// <summary>Timers, timeouts and idleness. The watchers run beside the turns, so they only read and post.</summary>
internal sealed partial class Activation
{
    private readonly List<GrainTimer> timers = [];

    private long phaseSinceTick;
    private long lastUseTick;
    private long keepUntilTick;

    public bool Busy => running > 0 || waiting.Count > 0 || Incoming is not IdleMark
        || phase is ActivationPhase.Activating or ActivationPhase.Deactivating;

    public void DelayDeactivation(TimeSpan timeSpan) => keepUntilTick =
        timeSpan == Timeout.InfiniteTimeSpan || timeSpan == TimeSpan.MaxValue ? long.MaxValue
        : timeSpan <= TimeSpan.Zero ? 0
        : Host.Clock.Now + Host.Clock.TicksIn(timeSpan);

    public IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        if (!ReferenceEquals(OfThisTurn, this))
            throw new InvalidOperationException($"A timer of {this} can only be registered in a turn of that grain.");
        var timer = new GrainTimer(this, callback, options);
        timers.Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Forget(GrainTimer timer) => timers.Remove(timer);

    /// <summary>
    /// Answers callers that have waited too long, and gives up on a start or end that takes too long.
    /// </summary>
    public void CheckTimeouts(long now)
    {
        if (!Busy)
            return;
        VisitRequests(request =>
        {
            if (request.ExpiresAtTick > now || request.Answered)
                return;
            Host.Logger.CallTimedOut(this, request.MethodName, request.Timeout);
            Host.Threads.Schedule(new Refusal(request, new TimeoutException(
                $"{request.MethodName} of {this} did not answer within {request.Timeout}; "
                + "whether it took effect is unknown.")));
        });
        var startOverdue = phase == ActivationPhase.Activating && now - phaseSinceTick > Host.ActivationTimeoutTicks;
        var endOverdue = phase == ActivationPhase.Deactivating && now - phaseSinceTick > Host.DeactivationTimeoutTicks;
        if (startOverdue || endOverdue)
            Push(new ActionItem(GiveUp));
    }

    /// <summary>Ends the activation if nobody has used it for long enough.</summary>
    public void CollectIfIdle(long now)
    {
        if (IsIdle(now))
            Push(new ActionItem(CollectInTurn));
    }

    private bool IsIdle(long now) => phase == ActivationPhase.Valid && running == 0 && waiting.Count == 0
        && now - lastUseTick >= Class.IdleTicks && now >= keepUntilTick;

    private void CollectInTurn()
    {
        if (IsIdle(Host.Clock.Now))
            End(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Nobody has used it for a while."));
    }

    private void GiveUp()
    {
        if (phase == ActivationPhase.Activating)
        {
            FailActivation(new TimeoutException(
                $"{this} did not activate within {Host.Options.ActivationTimeout}; the request was not started."));
            activationEnds.Cancel();
        }
        else if (phase == ActivationPhase.Deactivating)
        {
            Host.Logger.DeactivationOverdue(this, Host.Options.DeactivationTimeout);
            Finish(null);
            deactivationEnds!.Cancel();
        }
    }

    private void StopTimers()
    {
        foreach (var timer in timers.ToArray())
            timer.Dispose();
    }

    /// <summary>
    /// Shows all requests without stopping the turns. Lists may change underway: each walk still ends, and what it
    /// missed is seen the next time.
    /// </summary>
    private void VisitRequests(Action<Request> visit)
    {
        if (starting is { } now)
            visit(now);
        for (var request = unfinished.Youngest; request is not null; request = request.RunningAfter)
            visit(request);
        Visit(waiting.Oldest, visit);
        Visit(Taken, visit);
        Visit(Incoming, visit);
    }

    private static void Visit(WorkItem? first, Action<Request> visit)
    {
        for (var item = first; item is not null; item = item.Next)
        {
            if (item is Request request)
                visit(request);
        }
    }
}
