using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Store;

/// <summary>How this process uses Postgres; section <c>Ticketing:Store</c> of the configuration.</summary>
public sealed record StoreOptions
{
    public const string Section = "Ticketing:Store";

    /// <summary>
    /// Npgsql's connection string of the primary. It may name the replica that could be promoted as well
    /// (<c>Host=one:5432,other:5432</c>): the one that is the primary is used.
    /// </summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>
    /// A primary whose timeline is lower is refused. Set it after a replica was promoted, to the timeline of the new
    /// primary: then a process that starts does not use the old one, should that run again.
    /// </summary>
    public int LeastTimeline { get; init; } = 1;

    /// <summary>
    /// Connection string of a streaming replica, for reads that may be a little old; when empty, the primary serves
    /// them.
    /// </summary>
    public string ReadConnectionString { get; init; } = "";

    /// <summary>
    /// How stale the answers of the replica and the read model may be. When they are further behind, the primary's
    /// tables are read.
    /// </summary>
    public int MaxStalenessSeconds { get; init; } = 5;

    /// <summary>
    /// Concurrent writers of commit batches. A single one leaves a core idle while it waits for the disk.
    /// </summary>
    public int Writers { get; init; } = 2;

    /// <summary>The most commits in one transaction.</summary>
    public int MaxBatch { get; init; } = 512;

    /// <summary>
    /// Row count from which a transaction takes no further commit. It is above that of 512 reservations; a queue's
    /// commits carry hundreds of rows each, and every commit waits for its whole transaction.
    /// </summary>
    public int MaxBatchRows { get; init; } = 8_192;

    /// <summary>The most waiting commits; further ones are rejected as overload (503).</summary>
    public int CommitQueueCapacity { get; init; } = 16_384;

    /// <summary>
    /// A commit that waited longer is rejected unsent, because its caller has timed out. So this must stay below the
    /// response timeout of grain calls. Together with the two timeouts below it must stay under 60 s
    /// (<c>Limits.AllowanceOpenSeconds</c>).
    /// </summary>
    public int CommitQueueTimeoutSeconds { get; init; } = 2;

    /// <summary>The most waiting loads of one kind; further ones are rejected as overload.</summary>
    public int LoadQueueCapacity { get; init; } = 65_536;

    /// <summary>The most keys of one load query.</summary>
    public int MaxLoadBatch { get; init; } = 512;

    /// <summary>
    /// Timeout of a statement. It is longer than callers wait: a statement that was sent is nearly done, and cancelling
    /// it would make the outcome of a whole batch unknown.
    /// </summary>
    public int CommandTimeoutSeconds { get; init; } = 15;

    /// <summary>How long opening a connection, or waiting for a free one, may take.</summary>
    public int ConnectTimeoutSeconds { get; init; } = 5;

    /// <summary>The longest time from the decision of a commit until it is written.</summary>
    internal int SlowestCommitSeconds => CommitQueueTimeoutSeconds + ConnectTimeoutSeconds + CommandTimeoutSeconds;

    /// <summary>Connections of this process. The sum over all processes must stay below max_connections.</summary>
    public int PoolSize { get; init; } = 24;

    /// <summary>How long a shutdown waits for accepted commits.</summary>
    public int DrainTimeoutSeconds { get; init; } = 10;

    /// <summary>How long a start waits for a database that does not answer yet.</summary>
    public int StartupWaitSeconds { get; init; } = 30;
}

/// <summary>Reports at the start which values of <see cref="StoreOptions"/> are invalid.</summary>
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
        (nameof(options.LeastTimeline), options.LeastTimeline, int.MaxValue),
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
