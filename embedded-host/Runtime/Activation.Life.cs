using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Storage;

namespace Ticketing.EmbeddedHost;

/// <summary>From the first request to the wish to end.</summary>
internal sealed partial class Activation
{
    private readonly CancellationTokenSource activationEnds = new();

    private volatile ActivationPhase phase;
    private AsyncServiceScope? services;
    private object? grain;
    private bool ending;
    private bool endedBeforeValid;
    private DeactivationReason reason;

    public object? GrainInstance => grain;

    public IServiceProvider ActivationServices => services?.ServiceProvider ?? Host.Services;

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
        End(
            new DeactivationReason(DeactivationReasonCode.ApplicationError, exception, "Its state is outdated."));
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
}
