using Npgsql;

namespace Ticketing.Postgres;

/// <summary>Makes the one data source of a process from its options.</summary>
public static class StoreDataSource
{
    public static NpgsqlDataSource Create(StoreOptions options, ILoggerFactory? logging = null)
    {
        var builder = new NpgsqlDataSourceBuilder(ConnectionStringOf(options));
        if (logging is not null)
            builder.UseLoggerFactory(logging);
        return builder.Build();
    }

    /// <summary>Of this process, with the bounds of its options.</summary>
    public static string ConnectionStringOf(StoreOptions options)
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
}
