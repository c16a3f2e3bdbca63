using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>Says at the start, in words, what is wrong with <see cref="KafkaOptions"/>.</summary>
internal sealed partial class KafkaOptionsValidation : IValidateOptions<KafkaOptions>
{
    private static readonly string[] SecurityProperties = ["security.", "sasl.", "ssl.", "enable.ssl.", "enable.sasl."];

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        var problems = Problems(options).Select(problem => $"{KafkaOptions.Section}:{problem}").ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(KafkaOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.BootstrapServers))
            yield return "BootstrapServers is missing: some of the brokers, as host:port, separated by commas.";
        if (!Prefix().IsMatch(options.TopicPrefix))
            yield return $"TopicPrefix is '{options.TopicPrefix}'; it may have up to 100 letters, digits, '.', '_' "
                + "and '-'.";
        if (options.ReplicationFactor is not (-1 or (>= 1 and <= 100)))
            yield return $"ReplicationFactor is {options.ReplicationFactor}; it must be between 1 and 100, or -1 for "
                + "the broker's default.";
        foreach (var property in options.Security.Keys)
            if (!SecurityProperties.Any(start => property.StartsWith(start, StringComparison.Ordinal)))
                yield return $"Security:{property} is none of {string.Join("*, ", SecurityProperties)}*.";
        foreach (var (field, value, most) in Numbers(options))
            if (value < 1 || value > most) yield return $"{field} is {value}; it must be between 1 and {most}.";
    }

    private static IEnumerable<(string Field, int Value, int Most)> Numbers(KafkaOptions options) =>
    [
        (nameof(options.PartitionsPerTopic), options.PartitionsPerTopic, 10_000),
        (nameof(options.MessageTimeoutSeconds), options.MessageTimeoutSeconds, 600),
        (nameof(options.SessionTimeoutSeconds), options.SessionTimeoutSeconds, 600),
        (nameof(options.MaxInFlightPerGroup), options.MaxInFlightPerGroup, 100_000),
        (nameof(options.FetchWaitMilliseconds), options.FetchWaitMilliseconds, 10_000),
    ];

    [GeneratedRegex("^[A-Za-z0-9._-]{0,100}$")]
    private static partial Regex Prefix();
}
