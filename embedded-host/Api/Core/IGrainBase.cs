using Orleans.Runtime;

namespace Orleans;

/// <summary>What the host needs of a grain class; <see cref="Grain"/> is the usual way to offer it.</summary>
public interface IGrainBase
{
    /// <summary>The activation this instance belongs to.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs as a turn before the first request; a failure goes to every waiting caller.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs as the last turn, unless the process or the activation is lost.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
