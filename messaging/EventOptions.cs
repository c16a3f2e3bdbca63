using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>How events are relayed and consumed; section <c>Ticketing:Events</c> of the configuration.</summary>
public sealed record EventOptions
{
    public const string Section = "Ticketing:Events";

    /// <summary>InProcess needs no further settings; Kafka needs brokers.</summary>
    public EventTransport Transport { get; init; } = EventTransport.InProcess;

    /// <summary>
    /// How often the outbox is polled for events that other processes committed. Commits of this process wake the relay
    /// at once.
    /// </summary>
    public int PollMilliseconds { get; init; } = 25;

    /// <summary>The most events of one poll.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>
    /// The most events in progress at once: with InProcess of each consumer group, with Kafka of this process on their
    /// way to the brokers. With InProcess, further events of a group wait in memory, up to <see cref="MaxHeld"/>; with
    /// Kafka, they wait in the outbox.
    /// </summary>
    public int MaxInFlight { get; init; } = 4_096;

    /// <summary>
    /// InProcess only: the most events that this process holds in memory (about 2 kB each) until all their groups are
    /// done with them. Up to the bound, a group that hangs does not slow the others. At the bound, further events wait
    /// in the outbox for all groups.
    /// </summary>
    public int MaxHeld { get; init; } = 65_536;

    /// <summary>The most events of one grain call.</summary>
    public int MaxPerCall { get; init; } = 200;

    /// <summary>How many attempts are made to handle an event before it becomes a dead letter.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>The pause after the first failure. It doubles with each failure, with 20 % jitter.</summary>
    public int FirstRetryMilliseconds { get; init; } = 100;

    /// <summary>The longest pause between attempts, before jitter.</summary>
    public int MaxRetryMilliseconds { get; init; } = 5_000;

    /// <summary>How long the database keeps which events a group has consumed, for deduplication.</summary>
    public int ConsumedDays { get; init; } = 7;

    /// <summary>The most events that the relay has handed to the transport and that are not done yet.</summary>
    internal int MaxRelayed => Transport == EventTransport.Kafka ? MaxInFlight : MaxHeld;
}

/// <summary>Reports at the start which values of <see cref="EventOptions"/> are invalid.</summary>
internal sealed class EventOptionsValidation : IValidateOptions<EventOptions>
{
    public ValidateOptionsResult Validate(string? name, EventOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(EventOptions options)
    {
        foreach (var (field, value, most) in Numbers(options))
            if (value < 1 || value > most)
                yield return $"{EventOptions.Section}:{field} is {value}; it must be between 1 and {most}.";

        if (options.MaxInFlight > options.MaxHeld)
            yield return $"{EventOptions.Section}:MaxInFlight ({options.MaxInFlight}) must not exceed MaxHeld "
                + $"({options.MaxHeld}).";
        if (options.FirstRetryMilliseconds > options.MaxRetryMilliseconds)
            yield return $"{EventOptions.Section}:FirstRetryMilliseconds ({options.FirstRetryMilliseconds}) must not "
                + $"exceed MaxRetryMilliseconds ({options.MaxRetryMilliseconds}).";
    }

    private static IEnumerable<(string Field, int Value, int Most)> Numbers(EventOptions options) =>
    [
        (nameof(options.PollMilliseconds), options.PollMilliseconds, 10_000),
        (nameof(options.BatchSize), options.BatchSize, 10_000),
        (nameof(options.MaxInFlight), options.MaxInFlight, 100_000),
        (nameof(options.MaxHeld), options.MaxHeld, 1_000_000),
        (nameof(options.MaxPerCall), options.MaxPerCall, 10_000),
        (nameof(options.MaxAttempts), options.MaxAttempts, DeadLetters.MaxAttempts),
        (nameof(options.FirstRetryMilliseconds), options.FirstRetryMilliseconds, 60_000),
        (nameof(options.MaxRetryMilliseconds), options.MaxRetryMilliseconds, 3_600_000),
        (nameof(options.ConsumedDays), options.ConsumedDays, 3_650),
    ];
}

public enum EventTransport
{
    InProcess,
    Kafka,
}
