using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ticketing.Simulator;

/// <summary>From the first request to the end, by deactivation in a turn or by a crash.</summary>
internal sealed partial class Activation
{
    public IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        if (!ReferenceEquals(current, this))
            throw new InvalidOperationException($"A timer of {this} can only be registered in a turn of that grain.");
        var timer = new SimulatedTimer(this, callback, options);
        timers.Add(timer);
        return timer;
    }

    public void Forget(SimulatedTimer timer) => timers.Remove(timer);

    public void DelayDeactivation(TimeSpan time) => keepUntil =
        time == Timeout.InfiniteTimeSpan || time == TimeSpan.MaxValue ? DateTimeOffset.MaxValue
        : time <= TimeSpan.Zero ? DateTimeOffset.MinValue
        : Silo.Now + time;

    public void Deactivate(DeactivationReason why, CancellationToken cancellationToken = default)
    {
        if (ReferenceEquals(current, this)) End(why);
        else Push(() => End(why));
    }

    /// <summary>
    /// Ends the activation as if its silo had died: no OnDeactivateAsync, no further turn of its code.
    /// </summary>
    public void Crash()
    {
        if (phase == Phase.Ended) return;
        Leave();
        crashed = true;
        phase = Phase.Ended;
        foreach (var timer in timers) timer.Kill();
        var lost = new SiloUnavailableException(
            $"{this} was lost; whether its running requests took effect is unknown.");
        foreach (var call in unfinished.Concat(waiting).Concat(turns.OfType<Call>()).ToArray()) call.Fail(lost);
        turns.Clear();
        deactivated.TrySetResult();
    }

    /// <summary>
    /// Ends the activation when it has been idle for too long, or when its start or end takes too long.
    /// </summary>
    public void Watch(bool collect)
    {
        if (collect && IsIdle()) Push(() =>
        {
            if (IsIdle())
                End(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "It was idle for too long."));
        });
        if (phase is Phase.Activating or Phase.Deactivating && Silo.Now - phaseSince > Silo.Options.ActivationTimeout)
            Push(GiveUp);
    }

    private void BeginActivation()
    {
        if (phase != Phase.New) return;
        (phase, phaseSince) = (Phase.Activating, Silo.Now);
        _ = ActivateAsync();
    }

    private async Task ActivateAsync()
    {
        try
        {
            scope = Silo.Services.CreateAsyncScope();
            grain = Class.Activator.CreateInstance(this);
            await lifecycle.OnStart(activationEnds.Token);
            if (grain is IGrainBase starting) await starting.OnActivateAsync(activationEnds.Token);
        }
        catch (Exception exception)
        {
            FailActivation(exception);
            return;
        }

        if (phase != Phase.Activating) return;
        endedBeforeValid = ending;
        lastUse = Silo.Now;
        phase = Phase.Valid;
    }

    private void FailActivation(Exception exception)
    {
        if (phase != Phase.Activating) return;
        Silo.Log($"{this} could not be activated", exception);
        Finish(exception);
    }

    private void End(DeactivationReason why)
    {
        if (ending || phase == Phase.Ended) return;
        if (phase == Phase.New)
        {
            Finish(null);
            return;
        }

        (ending, reason) = (true, why);
    }

    private void BeginDeactivation()
    {
        (phase, phaseSince) = (Phase.Deactivating, Silo.Now);
        StopTimers();
        _ = DeactivateAsync();
    }

    private async Task DeactivateAsync()
    {
        try
        {
            if (grain is IGrainBase ended) await ended.OnDeactivateAsync(reason, deactivationEnds.Token);
            await lifecycle.OnStop(deactivationEnds.Token);
        }
        catch (Exception exception)
        {
            Silo.Log($"{this} failed while it deactivated", exception);
        }

        if (phase != Phase.Deactivating) return;
        Finish(endedBeforeValid && waiting.Count > 0
            ? OrleansInternals.Rejection($"{this} deactivated while it was activating ({reason.Description}).")
            : null);
    }

    /// <summary>
    /// Leaves the table. Waiting requests are refused, or move to the next activation in the same order.
    /// </summary>
    private void Finish(Exception? refusal)
    {
        StopTimers();
        Call[] orphans = [.. waiting.Where(call => !call.BoundToActivation && !call.Answered)];
        waiting.Clear();
        Leave();
        phase = Phase.Ended;
        if (refusal is not null) foreach (var call in orphans) call.Fail(refusal);
        else if (orphans.Length > 0) Silo.Replace(this, orphans);
        deactivated.TrySetResult();
        if (scope is { } ended) _ = DisposeAsync(ended);
    }

    private void Leave()
    {
        if (pool is not null) pool.Remove(this);
        else Silo.Remove(this);
    }

    private async Task DisposeAsync(AsyncServiceScope ended)
    {
        try
        {
            if (grain is not null) await Class.Activator.DisposeInstance(this, grain);
            await ended.DisposeAsync();
        }
        catch (Exception exception)
        {
            Silo.Log($"{this} failed while it was disposed of", exception);
        }
    }

    private bool IsIdle() => phase == Phase.Valid && running == 0 && waiting.Count == 0
        && Silo.Now - lastUse >= Class.IdleTime && Silo.Now >= keepUntil;

    private void GiveUp()
    {
        if (phase == Phase.Activating)
        {
            FailActivation(new TimeoutException(
                $"{this} did not activate within {Silo.Options.ActivationTimeout}; the request was not started."));
            activationEnds.Cancel();
        }
        else if (phase == Phase.Deactivating)
        {
            Silo.Log($"{this} did not deactivate within {Silo.Options.ActivationTimeout}", null);
            Finish(null);
            deactivationEnds.Cancel();
        }
    }

    private void StopTimers()
    {
        foreach (var timer in timers.ToArray()) timer.Dispose();
    }

    private sealed class Lifecycle() : LifecycleSubject(NullLogger.Instance), IGrainLifecycle
    {
        public void AddMigrationParticipant(IGrainMigrationParticipant participant)
        {
        }

        public void RemoveMigrationParticipant(IGrainMigrationParticipant participant)
        {
        }
    }
}
