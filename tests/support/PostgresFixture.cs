using Npgsql;

namespace Ticketing.Tests.Support;

/// <summary>
/// Gives tests fresh, migrated databases on one private instance: the one that TICKETING_TEST_POSTGRES names (a
/// superuser's connection string), else one of its own. A test class joins by
/// <c>[Collection(PostgresCollection.Name)]</c> and a constructor parameter.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string template = $"template_{Guid.NewGuid():N}";
    private PostgresServer? server;
    private string administrator = "";

    public async Task InitializeAsync()
    {
        var given = Environment.GetEnvironmentVariable("TICKETING_TEST_POSTGRES");
        server = string.IsNullOrEmpty(given) ? await PostgresServer.StartNewAsync() : null;
        administrator = server?.ConnectionString ?? given!;
        await ExecuteAsync($"create database {template}");
        await PostgresDatabase.MigrateAsync(ConnectionStringOf(template));
    }

    /// <summary>A copy of the migrated template; the caller disposes of it.</summary>
    public Task<PostgresDatabase> CreateDatabaseAsync() => CreateEmptyDatabaseAsync(template);

    /// <summary>A database without a schema, or a copy of <paramref name="source"/>.</summary>
    public async Task<PostgresDatabase> CreateEmptyDatabaseAsync(string source = "template1")
    {
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"create database {name} template {source}");
        return new PostgresDatabase(
            ConnectionStringOf(name), () => ExecuteAsync($"drop database if exists {name} with (force)"));
    }

    public async Task DisposeAsync()
    {
        await ExecuteAsync($"drop database if exists {template} with (force)");
        if (server is not null)
            await server.DisposeAsync();
    }

    private string ConnectionStringOf(string database) =>
        new NpgsqlConnectionStringBuilder(administrator) { Database = database }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(administrator) { Pooling = false });
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
