using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Storage;
using Ticketing.Store;

namespace Ticketing.Tests.Support;

/// <summary>A primary and a streaming replica of its own, and a process that reads from both.</summary>
internal sealed class ReplicaPair : IAsyncDisposable
{
    /// <summary>How far the replica may be behind.</summary>
    public const int StalenessSeconds = 3;

    private PostgresDatabase database = null!;

    private ReplicaPair()
    {
    }

    public PostgresServer Primary { get; private set; } = null!;

    public PostgresServer Replica { get; private set; } = null!;

    public ITicketStore Store { get; private set; } = null!;

    public ReadsHost Host { get; private set; } = null!;

    public CatalogStore Catalog { get; private set; } = null!;

    public static async Task<ReplicaPair> StartAsync()
    {
        var pair = new ReplicaPair { Primary = await PostgresServer.StartNewAsync() };
        await PostgresDatabase.MigrateAsync(pair.Primary.ConnectionString);
        pair.Replica = await pair.Primary.StartReplicaAsync();
        pair.database = new PostgresDatabase(pair.Primary.ConnectionString, _ => Task.CompletedTask);
        pair.Store = pair.database.OpenStore();
        pair.Host = await ReadsHost.StartAsync(
            pair.Primary.ConnectionString,
            ("Store:ReadConnectionString", pair.Replica.ConnectionString),
            ("Store:MaxStalenessSeconds", StalenessSeconds));
        pair.Catalog = new CatalogStore(
            pair.Host.Services.GetRequiredService<NpgsqlDataSource>(), pair.Host.Database,
            Options.Create(new SalesOptions()), TimeProvider.System, NullLogger<CatalogStore>.Instance);
        return pair;
    }

    public async Task UntilReplicaServesAsync()
    {
        await Wait.Until(() => Host.Database.Model is not null, "the replica serves");
        Assert.True(await Host.Database.AskAsync(IsReplicaAsync));
        Assert.True(await IsReplicaAsync(Host.Database.Model!));
    }

    public async Task<IReadOnlyList<string>> ConcertsAsync()
    {
        var page = (await Catalog.ListConcertsAsync(new PageRequest(null, 20), new EventFilter())).Value!;
        return [.. page.Items.Select(concert => concert.Title)];
    }

    public async Task ExecuteOnReplicaAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Replica.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await database.DisposeAsync();
        await Replica.DisposeAsync();
        await Primary.DisposeAsync();
    }

    public static async Task<bool> IsReplicaAsync(NpgsqlDataSource asked)
    {
        await using var command = asked.CreateCommand("select pg_is_in_recovery()");
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}
