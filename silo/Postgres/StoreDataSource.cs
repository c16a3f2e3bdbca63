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

    /// <summary>Of this process, with the bounds of its options.</summary>
    /// <param name="what">
    /// What the connections are for, when they are not those of the data sources: Postgres and the metrics call them
    /// so.
    /// </param>
    public static string ConnectionStringOf(StoreOptions options, string? what = null)
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
        connection.ApplicationName = what is null ? connection.ApplicationName ?? "ticketing" : $"ticketing {what}";
        return connection.ConnectionString;
    }

    /// <param name="name">Of its pool in metrics; else that would be the connection string.</param>
    private static NpgsqlDataSource Build(string connectionString, string name, ILoggerFactory? logging)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString) { Name = name };
        if (logging is not null)
            builder.UseLoggerFactory(logging);
        return builder.Build();
    }
}
