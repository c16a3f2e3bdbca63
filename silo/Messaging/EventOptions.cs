namespace Ticketing.Messaging;

/// <summary>How events travel; section <c>Ticketing:Events</c> of the configuration.</summary>
public sealed record EventOptions
{
    public const string Section = "Ticketing:Events";

    /// <summary>InProcess needs nothing; Kafka needs brokers.</summary>
    public EventTransport Transport { get; init; } = EventTransport.InProcess;

    /// <summary>
    /// How often the outbox is looked at for what other processes have committed; what this one commits it knows of at
    /// once.
    /// </summary>
    public int PollMilliseconds { get; init; } = 25;

    /// <summary>Events of one look, at most.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>Events under way in this process, at most; at the bound the outbox waits.</summary>
    public int MaxInFlight { get; init; } = 4_096;

    /// <summary>Events of one call of a grain, at most.</summary>
    public int MaxPerCall { get; init; } = 200;

    /// <summary>How often an event is tried before it is a dead letter.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>The pause after the first failure; each next is twice as long, give or take a fifth.</summary>
    public int FirstRetryMilliseconds { get; init; } = 100;

    /// <summary>The longest pause.</summary>
    public int MaxRetryMilliseconds { get; init; } = 5_000;

    /// <summary>How long it is remembered which events a group has consumed.</summary>
    public int ConsumedDays { get; init; } = 7;
}
