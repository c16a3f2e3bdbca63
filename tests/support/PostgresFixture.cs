using System.Collections.Concurrent;
using Npgsql;

namespace Ticketing.Tests.Support;

/// <summary>
/// Gives tests fresh, migrated databases on one private instance: the one in TICKETING_TEST_POSTGRES (a superuser's
/// connection string) or, without that, one of its own. A test class joins by
/// <c>[Collection(PostgresCollection.Name)]</c> and a constructor parameter.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string template = $"template_{Guid.NewGuid():N}";
    private readonly ConcurrentBag<string> emptied = [];
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

    /// <summary>
    /// A migrated database without rows; the caller disposes of it. Dropping one costs a checkpoint, so it is emptied
    /// and reused: a test that changes the schema takes a <see cref="CreateEmptyDatabaseAsync"/>.
    /// </summary>
    public async Task<PostgresDatabase> CreateDatabaseAsync()
    {
        if (!emptied.TryTake(out var name))
            name = await CreateAsync(template);
        return new PostgresDatabase(ConnectionStringOf(name), async database =>
        {
            await database.DeleteAllAsync();
            emptied.Add(name);
        });
    }

    /// <summary>A database without a schema, dropped when it is disposed of.</summary>
    public async Task<PostgresDatabase> CreateEmptyDatabaseAsync()
    {
        var name = await CreateAsync("template1");
        return new PostgresDatabase(ConnectionStringOf(name), _ => DropAsync(name));
    }

    public async Task DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
            return;
        }

        foreach (var name in emptied.Append(template))
            await DropAsync(name);
    }

    private async Task<string> CreateAsync(string source)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"create database {name} template {source}");
        return name;
    }

    private Task DropAsync(string name) => ExecuteAsync($"drop database if exists {name} with (force)");

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
