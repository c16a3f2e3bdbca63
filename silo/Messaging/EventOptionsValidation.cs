using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>Says at the start, in words, what is wrong with <see cref="EventOptions"/>.</summary>
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

        if (options.FirstRetryMilliseconds > options.MaxRetryMilliseconds)
            yield return $"{EventOptions.Section}:FirstRetryMilliseconds ({options.FirstRetryMilliseconds}) must not "
                + $"exceed MaxRetryMilliseconds ({options.MaxRetryMilliseconds}).";
    }

    private static IEnumerable<(string Field, int Value, int Most)> Numbers(EventOptions options) =>
    [
        (nameof(options.PollMilliseconds), options.PollMilliseconds, 10_000),
        (nameof(options.BatchSize), options.BatchSize, 10_000),
        (nameof(options.MaxInFlight), options.MaxInFlight, 100_000),
        (nameof(options.MaxPerCall), options.MaxPerCall, 10_000),
        (nameof(options.MaxAttempts), options.MaxAttempts, DeadLetters.MaxAttempts),
        (nameof(options.FirstRetryMilliseconds), options.FirstRetryMilliseconds, 60_000),
        (nameof(options.MaxRetryMilliseconds), options.MaxRetryMilliseconds, 3_600_000),
        (nameof(options.ConsumedDays), options.ConsumedDays, 3_650),
    ];
}
