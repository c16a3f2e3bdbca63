namespace Ticketing.Postgres;

/// <summary>How this process uses Postgres; section <c>Ticketing:Store</c> of the configuration.</summary>
public sealed record StoreOptions
{
    public const string Section = "Ticketing:Store";

    /// <summary>Npgsql's connection string of the primary.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>
    /// Of a streaming replica, for reads that may be a little old; the primary serves them when empty.
    /// </summary>
    public string ReadConnectionString { get; init; } = "";

    /// <summary>
    /// How old what the replica and the read model answer may be. When they are further behind, the primary's tables
    /// are read.
    /// </summary>
    public int MaxStalenessSeconds { get; init; } = 5;

    /// <summary>Loops that write batches of commits. One leaves a core idle while it waits for the disk.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>Commits of one transaction, at most.</summary>
    public int MaxBatch { get; init; } = 512;

    /// <summary>
    /// Rows from which on a transaction takes no further commit. More than 512 reservations have; a queue's commits
    /// carry hundreds each, and who shares a transaction waits for all of it.
    /// </summary>
    public int MaxBatchRows { get; init; } = 8_192;

    /// <summary>Commits that may wait; one more is answered as overload (503).</summary>
    public int CommitQueueCapacity { get; init; } = 16_384;

    /// <summary>
    /// A commit that waited longer is refused unsent: the store works for nobody who has left. So it must stay below
    /// the time a grain's caller waits for an answer. Together with the two timeouts below it must stay under
    /// 60 s (<c>Limits.AllowanceOpenSeconds</c>).
    /// </summary>
    public int CommitQueueTimeoutSeconds { get; init; } = 2;

    /// <summary>Loads of one kind that may wait; one more is answered as overload.</summary>
    public int LoadQueueCapacity { get; init; } = 65_536;

    /// <summary>Keys of one load query, at most.</summary>
    public int MaxLoadBatch { get; init; } = 512;

    /// <summary>
    /// How long a statement may take before its outcome is given up on. Longer than callers wait: what has been sent is
    /// nearly done, and to break it off would make the outcome of a whole batch unknown.
    /// </summary>
    public int CommandTimeoutSeconds { get; init; } = 15;

    /// <summary>How long opening a connection, or waiting for a free one, may take.</summary>
    public int ConnectTimeoutSeconds { get; init; } = 5;

    /// <summary>From when a commit is decided until it is written, at most.</summary>
    internal int SlowestCommitSeconds => CommitQueueTimeoutSeconds + ConnectTimeoutSeconds + CommandTimeoutSeconds;

    /// <summary>Connections of this process. The sum over all processes must stay below max_connections.</summary>
    public int PoolSize { get; init; } = 24;

    /// <summary>How long a shutdown waits for commits that were accepted.</summary>
    public int DrainTimeoutSeconds { get; init; } = 10;

    /// <summary>How long a start waits for a database that does not answer yet.</summary>
    public int StartupWaitSeconds { get; init; } = 30;
}
