using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Ticketing.EmbeddedHost;

/// <summary>The end, by choice as a turn or by a crash.</summary>
internal sealed partial class Activation
{
    private readonly TaskCompletionSource deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerPool? pool;

    private volatile bool crashed;
    private CancellationTokenSource? deactivationEnds;

    public Task Deactivated => deactivated.Task;

    /// <summary>
    /// Loses the activation as if its silo had died: no OnDeactivateAsync, no further turn of its code.
    /// </summary>
    public void Crash()
    {
        Leave();
        crashed = true;
        phase = ActivationPhase.Ended;
        foreach (var timer in timers)
            timer.Kill();
        var lost = new SiloUnavailableException(
            $"{this} was lost; whether its running requests took effect is unknown.");
        VisitRequests(request => Host.Threads.Schedule(new Refusal(request, lost)));
        deactivated.TrySetResult();
    }

    private void BeginDeactivation()
    {
        phase = ActivationPhase.Deactivating;
        phaseSinceTick = Host.Clock.Now;
        StopTimers();
        deactivationEnds = new CancellationTokenSource();
        _ = DeactivateAsync();
        LeaveContext();
    }

    private async Task DeactivateAsync()
    {
        try
        {
            if (grain is IGrainBase lifecycle)
                await lifecycle.OnDeactivateAsync(reason, deactivationEnds!.Token);
        }
        catch (Exception exception)
        {
            Host.Logger.DeactivationFailed(this, exception);
        }

        if (phase != ActivationPhase.Deactivating)
            return;
        Finish(!endedBeforeValid || waiting.Count == 0 ? null : new OrleansMessageRejectionException(
            $"{this} deactivated while it was activating ({reason.Description})."));
    }

    /// <summary>
    /// Leaves the table; whoever waits is refused, or moves to the next activation in the same order.
    /// </summary>
    private void Finish(Exception? refusal)
    {
        StopTimers();
        var orphans = waiting.TakeAll();
        orphans.RemoveAll(request => request.BoundToActivation || request.Answered);
        if (refusal is null && orphans.Count > 0)
        {
            Host.Catalog.Replace(this, pool, orphans);
        }
        else
        {
            Leave();
            foreach (var request in orphans)
                request.Fail(refusal!);
        }

        phase = ActivationPhase.Ended;
        deactivated.TrySetResult();
        if (services is { } scope)
            _ = DisposeAsync(scope);
    }

    private void Leave()
    {
        if (pool is not null)
            pool.Remove(this);
        else
            Host.Catalog.Remove(this);
    }

    private async Task DisposeAsync(AsyncServiceScope scope)
    {
        try
        {
            if (grain is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else
                (grain as IDisposable)?.Dispose();
            await scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            Host.Logger.DeactivationFailed(this, exception);
        }
    }

    private void PassOn(Request request)
    {
        if (!request.BoundToActivation && !request.Answered)
            Host.Catalog.Post(Class, Key, request);
    }
}
