using Npgsql;

namespace Ticketing.Postgres;

/// <summary>
/// Makes the data sources of a process from its options: one, and one of a replica where there is one.
/// </summary>
public static class StoreDataSource
{
    /// <summary>The primary answers instead: nobody is to wait long for the replica.</summary>
    internal const int ReplicaPatienceSeconds = 2;

    public static NpgsqlDataSource Create(StoreOptions options, ILoggerFactory? logging = null) =>
        Build(ConnectionStringOf(options), "primary", logging);

    /// <summary>Of the replica; null when there is none.</summary>
    public static NpgsqlDataSource? CreateReplica(StoreOptions options, ILoggerFactory? logging = null) =>
        options.ReadConnectionString.Length == 0
            ? null
            : Build(
                ConnectionStringOf(options with
                {
                    ConnectionString = options.ReadConnectionString,
                    ConnectTimeoutSeconds = ReplicaPatienceSeconds,
                    CommandTimeoutSeconds = ReplicaPatienceSeconds,
                }),
                "replica",
                logging);

    /// <summary>Of connections beside those of the store.</summary>
    /// <param name="what">What they are for: metrics call their pool so, Postgres "ticketing " and that.</param>
    /// <param name="adjust">Changes how they connect.</param>
    public static NpgsqlDataSource CreateFor(
        string what, StoreOptions options, Action<NpgsqlConnectionStringBuilder>? adjust = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(ConnectionStringOf(options))
        {
            ApplicationName = $"ticketing {what}",
        };
        adjust?.Invoke(connection);
        return Build(connection.ConnectionString, what, logging: null);
    }

    /// <summary>Of this process, with the bounds of its options.</summary>
    private static string ConnectionStringOf(StoreOptions options)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            MaxPoolSize = options.PoolSize,
            Timeout = options.ConnectTimeoutSeconds,
            CommandTimeout = options.CommandTimeoutSeconds,
            // Statements are prepared on their second use: planning costs as much as running them.
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            // Saves the reset of a session in front of every use. Who changes a session (SET, advisory lock, LISTEN)
            // opens a connection outside this pool.
            NoResetOnClose = true,
        };
        connection.ApplicationName ??= "ticketing";
        return connection.ConnectionString;
    }

    /// <param name="name">
    /// Of its pool in metrics. Without one Npgsql would take the connection string, and tell host and user to everybody
    /// who may read metrics; so no connection is opened without a data source.
    /// </param>
    private static NpgsqlDataSource Build(string connectionString, string name, ILoggerFactory? logging)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString) { Name = name };
        if (logging is not null)
            builder.UseLoggerFactory(logging);
        return builder.Build();
    }
}
