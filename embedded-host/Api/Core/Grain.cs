using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Ticketing.EmbeddedHost;

namespace Orleans;

/// <summary>Base of grain classes. Instances are made by the host only.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private IGrainFactory? factory;

    protected Grain() => GrainContext = ActivationScheduler.OfThisTurn as IGrainContext;

    /// <summary>The activation this instance belongs to.</summary>
    [AllowNull]
    public IGrainContext GrainContext { get; private set; }

    /// <summary>Grain type and key as one string, for logs.</summary>
    public string IdentityString => Context.GrainId.ToString();

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => factory ??= ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>The services of this activation; a scope that ends with it.</summary>
    protected internal IServiceProvider ServiceProvider => Context.ActivationServices;

    private IGrainContext Context => GrainContext ?? throw new InvalidOperationException(
        $"{GetType().Name} was constructed outside of a grain host, so it has no activation.");

    /// <inheritdoc cref="IGrainBase.OnActivateAsync"/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="IGrainBase.OnDeactivateAsync"/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Drops this activation once the running requests have ended; the next call makes a new one.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Keeps the idle collection away for this long; zero or less takes that back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.Of(Context).DelayDeactivation(timeSpan);
}
