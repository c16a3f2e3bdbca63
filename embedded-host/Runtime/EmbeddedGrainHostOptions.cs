using Orleans.Runtime;

namespace Ticketing.EmbeddedHost;

/// <summary>Bounds and durations of the embedded host; the defaults are those of Orleans.</summary>
public sealed class EmbeddedGrainHostOptions
{
    /// <summary>How long a caller waits before it gets a TimeoutException.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often timeouts are looked for; a call may take that much longer to time out.</summary>
    public TimeSpan TimeoutScanPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an activation may be idle before it is collected.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long OnActivateAsync and the reads of state before it may take.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long OnDeactivateAsync may take before the activation goes without it.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stop waits for running requests and deactivations.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests, running or waiting, that one activation takes; the next is refused. 0 is no bound.</summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; } = 10_000;

    /// <summary>Turns after which an activation lets others have the thread.</summary>
    public int TurnsPerSchedule { get; set; } = 64;

    /// <summary>The clock; by default the registered TimeProvider, else the system's.</summary>
    public TimeProvider? TimeProvider { get; set; }

    /// <summary>Where activations get a thread from; by default the registered one, else the thread pool.</summary>
    public ITurnScheduler? TurnScheduler { get; set; }

    internal void Validate()
    {
        foreach (var (name, duration) in new[]
        {
            (nameof(ResponseTimeout), ResponseTimeout), (nameof(TimeoutScanPeriod), TimeoutScanPeriod),
            (nameof(CollectionAge), CollectionAge), (nameof(CollectionQuantum), CollectionQuantum),
            (nameof(ActivationTimeout), ActivationTimeout), (nameof(DeactivationTimeout), DeactivationTimeout),
            (nameof(StopTimeout), StopTimeout),
        })
        {
            if (duration <= TimeSpan.Zero)
                throw new OrleansConfigurationException($"{name} must be more than zero but is {duration}.");
        }

        if (MaxEnqueuedRequestsHardLimit < 0 || TurnsPerSchedule < 1)
        {
            throw new OrleansConfigurationException(
                $"{nameof(MaxEnqueuedRequestsHardLimit)} must not be negative "
                    + $"and {nameof(TurnsPerSchedule)} at least 1.");
        }
    }
}
