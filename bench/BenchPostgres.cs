using Npgsql;

namespace Ticketing.Bench;

/// <summary>The database server of a bench: the one given by TICKETING_BENCH_POSTGRES (bench/run starts it).</summary>
internal sealed class BenchPostgres
{
    private readonly string server;

    private BenchPostgres(string server) => this.server = server;

    public static BenchPostgres Given() =>
        new(Environment.GetEnvironmentVariable("TICKETING_BENCH_POSTGRES")
            ?? throw new InvalidOperationException("Start benches by bench/run; it starts a Postgres for them."));

    /// <summary>Creates an empty database and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await using var dataSource = NpgsqlDataSource.Create(server);
        foreach (var sql in new[] { $"drop database if exists {name} with (force)", $"create database {name}" })
        {
            await using var command = dataSource.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }
}
