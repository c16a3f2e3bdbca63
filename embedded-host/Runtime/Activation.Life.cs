using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Ticketing.EmbeddedHost;

/// <summary>Activation and deactivation, both as turns.</summary>
internal sealed partial class Activation
{
    private readonly TaskCompletionSource deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource activationEnds = new();
    private readonly WorkerPool? pool;

    private volatile ActivationPhase phase;
    private volatile bool crashed;
    private AsyncServiceScope? services;
    private object? grain;
    private bool ending;
    private bool endedBeforeValid;
    private DeactivationReason reason;
    private CancellationTokenSource? deactivationEnds;

    public object? GrainInstance => grain;

    public IServiceProvider ActivationServices => services?.ServiceProvider ?? Host.Services;

    public Task Deactivated => deactivated.Task;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (ReferenceEquals(OfThisTurn, this))
            End(deactivationReason);
        else
            Push(new ActionItem(() => End(deactivationReason)));
    }

    /// <summary>A grain that was told its state is outdated must not go on with it.</summary>
    public void OnRequestFailed(Exception exception)
    {
        if (exception is not InconsistentStateException { IsSourceActivation: true } outdated)
            return;
        outdated.IsSourceActivation = false;
        End(new DeactivationReason(DeactivationReasonCode.ApplicationError, exception, "The state in memory is outdated."));
    }

    /// <summary>Loses the activation as if its silo had died: no OnDeactivateAsync, no further turn of its code.</summary>
    public void Crash()
    {
        Leave();
        crashed = true;
        phase = ActivationPhase.Ended;
        foreach (var timer in timers)
            timer.Kill();
        var lost = new SiloUnavailableException($"{this} was lost; whether its running requests took effect is unknown.");
        VisitRequests(request => Host.Threads.Schedule(new Refusal(request, lost)));
        deactivated.TrySetResult();
    }

    /// <summary>Puts requests of an earlier activation in front, before anybody else can reach this one.</summary>
    public void TakeOver(List<Request> requests)
    {
        foreach (var request in requests)
            waiting.Add(request);
    }

    public void Wake() => Push(new ActionItem(() =>
    {
        if (phase == ActivationPhase.New)
            BeginActivation();
    }));

    private void BeginActivation()
    {
        phase = ActivationPhase.Activating;
        phaseSinceTick = Host.Clock.Now;
        _ = ActivateAsync();
        LeaveContext();
    }

    private async Task ActivateAsync()
    {
        try
        {
            services = Host.Services.CreateAsyncScope();
            var states = new List<ILoadableState>(0);
            grain = Class.Create(this, ActivationServices, states);
            foreach (var state in states)
                await state.ReadStateAsync();
            if (grain is IGrainBase lifecycle)
                await lifecycle.OnActivateAsync(activationEnds.Token);
        }
        catch (Exception exception)
        {
            FailActivation(exception);
            return;
        }

        if (phase != ActivationPhase.Activating)
            return;
        endedBeforeValid = ending;
        lastUseTick = Host.Clock.Now;
        phase = ActivationPhase.Valid;
        lookAgain = true;
    }

    private void FailActivation(Exception exception)
    {
        if (phase != ActivationPhase.Activating)
            return;
        Host.Logger.ActivationFailed(this, exception);
        Finish(exception);
    }

    private void End(DeactivationReason why)
    {
        if (ending || phase == ActivationPhase.Ended)
            return;
        if (phase == ActivationPhase.New)
        {
            Finish(null);
            return;
        }

        ending = true;
        reason = why;
        lookAgain = true;
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

    /// <summary>Leaves the table; whoever waits is refused, or moves to the next activation in the same order.</summary>
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
