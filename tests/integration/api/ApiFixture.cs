using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

/// <summary>One process on its own database, which most tests of the API share.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private PostgresDatabase? database;

    public ApiServer Server { get; private set; } = null!;

    public PostgresDatabase Database => database!;

    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        database = await postgres.CreateDatabaseAsync();
        Server = await ApiServer.StartAsync(database.ConnectionString);
    }

    /// <summary>A database for a test that needs a process to itself.</summary>
    public Task<PostgresDatabase> CreateDatabaseAsync() => postgres.CreateDatabaseAsync();

    /// <summary>A database that is dropped when it is disposed of.</summary>
    public Task<PostgresDatabase> CreateEmptyDatabaseAsync() => postgres.CreateEmptyDatabaseAsync();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await database!.DisposeAsync();
        await postgres.DisposeAsync();
    }
}
