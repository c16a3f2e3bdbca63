using Npgsql;

namespace Ticketing.Store;

/// <summary>
/// Creates the data sources of a process from its options: one for the primary, and one for the replica if there is
/// one.
/// </summary>
public static class StoreDataSource
{
    /// <summary>Timeout of the replica. It is short because the primary can answer instead.</summary>
    internal const int ReplicaPatienceSeconds = 2;

    public static NpgsqlDataSource Create(StoreOptions options, ILoggerFactory? logging = null) =>
        Build(ConnectionStringOf(options), "primary", logging, options.LeastTimeline);

    /// <summary>The data source of the replica; null when none is configured.</summary>
    public static NpgsqlDataSource? CreateReplica(StoreOptions options, ILoggerFactory? logging = null) =>
        options.ReadConnectionString.Length == 0
            ? null
            : Build(
                ConnectionStringOf(options with
                {
                    ConnectionString = options.ReadConnectionString,
                    ConnectTimeoutSeconds = ReplicaPatienceSeconds,
                    CommandTimeoutSeconds = ReplicaPatienceSeconds,
                }, isPrimary: false),
                "replica",
                logging,
                leastTimeline: null);

    /// <summary>Creates a data source for connections outside of the store's pool.</summary>
    /// <param name="what">
    /// The purpose: the name of the pool in metrics; the application name in Postgres is "ticketing " and this.
    /// </param>
    /// <param name="adjust">Changes the connection string.</param>
    public static NpgsqlDataSource CreateFor(
        string what, StoreOptions options, Action<NpgsqlConnectionStringBuilder>? adjust = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(ConnectionStringOf(options))
        {
            ApplicationName = $"ticketing {what}",
        };
        adjust?.Invoke(connection);
        return Build(connection.ConnectionString, what, logging: null, options.LeastTimeline);
    }

    /// <summary>The connection string with the bounds of the options.</summary>
    private static string ConnectionStringOf(StoreOptions options, bool isPrimary = true)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            MaxPoolSize = options.PoolSize,
            Timeout = options.ConnectTimeoutSeconds,
            CommandTimeout = options.CommandTimeoutSeconds,
            // Statements are prepared on their second use: planning costs as much as running them.
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            // Saves a reset of the session before each use. Code that changes a session (SET, advisory lock, LISTEN)
            // must open a connection outside of this pool.
            NoResetOnClose = true,
            // When a statement times out, Npgsql asks the server to cancel it. A commit that waits for a synchronous
            // replica is then reported as a success, with a warning that it may not be replicated. So the connection is
            // given up without waiting for that answer, and the outcome is unknown.
            CancellationTimeout = -1,
        };
        connection.ApplicationName ??= "ticketing";
        if (isPrimary && connection.Host is { } hosts && hosts.Contains(','))
            connection.TargetSessionAttributes ??= "primary";
        return connection.ConnectionString;
    }

    /// <param name="name">
    /// The name of the pool in metrics. Without a name Npgsql would use the connection string, which shows host and
    /// user to every reader of the metrics. So every connection is opened through a named data source.
    /// </param>
    /// <param name="leastTimeline">Of the primary; null for a replica.</param>
    private static NpgsqlDataSource Build(
        string connectionString, string name, ILoggerFactory? logging, int? leastTimeline)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString) { Name = name };
        if (leastTimeline is { } least)
            PrimaryCheck.AddTo(builder, least);
        if (logging is not null)
            builder.UseLoggerFactory(logging);
        return builder.Build();
    }
}
