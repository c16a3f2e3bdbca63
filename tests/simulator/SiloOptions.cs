namespace Ticketing.Simulator;

/// <summary>Bounds and durations of a simulated silo; the defaults are those of Orleans.</summary>
public sealed record SiloOptions
{
    /// <summary>How long a caller waits before it gets a <see cref="TimeoutException"/>.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often timeouts are checked; a call may take that much longer to time out.</summary>
    public TimeSpan TimeoutScanPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an activation may be idle before it is collected.</summary>
    public TimeSpan CollectionAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are checked.</summary>
    public TimeSpan CollectionQuantum { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an activation or a deactivation may take before it is abandoned.</summary>
    public TimeSpan ActivationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests, running or waiting, that one activation accepts; more are refused. 0 for no bound.</summary>
    public int MaxEnqueuedRequests { get; init; } = 10_000;

    /// <summary>Decides the fate of a message by target and method; when null, all messages arrive at once.</summary>
    public Func<GrainId, string, MessageFate>? Network { get; init; }

    /// <summary>Receives the warnings and errors that a silo would log.</summary>
    public Action<string, Exception?> Log { get; init; } = static (_, _) => { };
}

/// <summary>The fate of one message between caller and grain.</summary>
/// <param name="Delay">The time until it arrives.</param>
/// <param name="Lost">It never arrives, and its caller times out.</param>
/// <param name="Doubled">It arrives again after the same delay; only the first arrival is answered.</param>
public readonly record struct MessageFate(TimeSpan Delay = default, bool Lost = false, bool Doubled = false);
