namespace Ticketing.Simulator;

/// <summary>Bounds and durations of a simulated silo; the defaults are those of Orleans.</summary>
public sealed record SiloOptions
{
    /// <summary>How long a caller waits before it gets a <see cref="TimeoutException"/>.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often timeouts are looked for; a call may take that much longer to time out.</summary>
    public TimeSpan TimeoutScanPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an activation may be idle before it is collected.</summary>
    public TimeSpan CollectionAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionQuantum { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an activation or a deactivation may take before it is given up.</summary>
    public TimeSpan ActivationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests, running or waiting, that one activation takes; the next is refused. 0 is no bound.</summary>
    public int MaxEnqueuedRequests { get; init; } = 10_000;

    /// <summary>
    /// Decides what happens to a message on its way, by target and method; all arrive at once when it is null.
    /// </summary>
    public Func<GrainId, string, MessageFate>? Network { get; init; }

    /// <summary>Gets what a silo would log as a warning or an error.</summary>
    public Action<string, Exception?> Log { get; init; } = static (_, _) => { };
}

/// <summary>What happens to one message between caller and grain.</summary>
/// <param name="Delay">How long it takes.</param>
/// <param name="Lost">It never arrives; its caller times out.</param>
/// <param name="Doubled">It arrives a second time after as long again; only the first has an answer.</param>
public readonly record struct MessageFate(TimeSpan Delay = default, bool Lost = false, bool Doubled = false);
