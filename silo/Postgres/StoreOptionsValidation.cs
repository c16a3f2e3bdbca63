using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Postgres;

/// <summary>Says at the start, in words, what is wrong with <see cref="StoreOptions"/>.</summary>
internal sealed class StoreOptionsValidation : IValidateOptions<StoreOptions>
{
    public ValidateOptionsResult Validate(string? name, StoreOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(StoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            yield return $"{StoreOptions.Section}:ConnectionString is missing. Set it as an environment variable "
                + "(Ticketing__Store__ConnectionString), or use ./run, which starts a Postgres of its own.";
        else if (Malformed(options.ConnectionString) is { } complaint)
            yield return $"{StoreOptions.Section}:ConnectionString cannot be read: {complaint}";

        if (options.ReadConnectionString is { Length: > 0 } replica && Malformed(replica) is { } fault)
            yield return $"{StoreOptions.Section}:ReadConnectionString cannot be read: {fault}";
        if (options.MaxStalenessSeconds is < 2 or > 60)
            yield return $"{StoreOptions.Section}:MaxStalenessSeconds is {options.MaxStalenessSeconds}; it must be "
                + "between 2 and 60.";

        foreach (var (field, value, most) in Numbers(options))
            if (value < 1 || value > most)
                yield return $"{StoreOptions.Section}:{field} is {value}; it must be between 1 and {most}.";

        if (options.SlowestCommitSeconds >= Limits.AllowanceOpenSeconds)
            yield return $"{StoreOptions.Section}: CommitQueueTimeoutSeconds, ConnectTimeoutSeconds and "
                + $"CommandTimeoutSeconds sum up to {options.SlowestCommitSeconds}; they must stay under "
                + $"{Limits.AllowanceOpenSeconds}, or fans could exceed their purchase limit while commits are slow.";

        if (options.PoolSize <= options.Writers)
            yield return $"{StoreOptions.Section}:PoolSize ({options.PoolSize}) must exceed Writers "
                + $"({options.Writers}), or nothing can be loaded while commits are written.";
    }

    private static IEnumerable<(string Field, int Value, int Most)> Numbers(StoreOptions options) =>
    [
        (nameof(options.Writers), options.Writers, 64),
        (nameof(options.MaxBatch), options.MaxBatch, 10_000),
        (nameof(options.MaxBatchRows), options.MaxBatchRows, 1_000_000),
        (nameof(options.CommitQueueCapacity), options.CommitQueueCapacity, 10_000_000),
        (nameof(options.CommitQueueTimeoutSeconds), options.CommitQueueTimeoutSeconds, 600),
        (nameof(options.LoadQueueCapacity), options.LoadQueueCapacity, 10_000_000),
        (nameof(options.MaxLoadBatch), options.MaxLoadBatch, 10_000),
        (nameof(options.CommandTimeoutSeconds), options.CommandTimeoutSeconds, 600),
        (nameof(options.ConnectTimeoutSeconds), options.ConnectTimeoutSeconds, 600),
        (nameof(options.PoolSize), options.PoolSize, 1_000),
        (nameof(options.DrainTimeoutSeconds), options.DrainTimeoutSeconds, 600),
        (nameof(options.StartupWaitSeconds), options.StartupWaitSeconds, 3_600),
    ];

    private static string? Malformed(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Host is null ? "it names no Host." : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            return exception.Message;
        }
    }
}
