using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ticketing.Catalog;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>On a primary and a streaming replica of its own.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private const int StalenessSeconds = 3;

    private PostgresServer primary = null!;
    private PostgresServer replica = null!;
    private PostgresDatabase database = null!;
    private ITicketStore store = null!;
    private ReadsHost host = null!;
    private CatalogStore catalog = null!;

    public async Task InitializeAsync()
    {
        primary = await PostgresServer.StartNewAsync();
        await PostgresDatabase.MigrateAsync(primary.ConnectionString);
        replica = await primary.StartReplicaAsync();
        database = new PostgresDatabase(primary.ConnectionString, _ => Task.CompletedTask);
        store = database.OpenStore();
        host = await ReadsHost.StartAsync(
            primary.ConnectionString,
            ("Store:ReadConnectionString", replica.ConnectionString), ("Store:MaxStalenessSeconds", StalenessSeconds));
        catalog = new CatalogStore(
            host.Services.GetRequiredService<NpgsqlDataSource>(), host.Database, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await database.DisposeAsync();
        await replica.DisposeAsync();
        await primary.DisposeAsync();
    }

    [Fact]
    public async Task Reads_go_to_the_replica_while_it_is_there_and_not_too_far_behind()
    {
        await UntilReplicaServesAsync();
        var user = Guid.NewGuid();
        await AssertOwnWritesAreFoundAsync(user, 1);

        await ExecuteOnReplicaAsync("select pg_wal_replay_pause()");
        await AssertOwnWritesAreFoundAsync(user, 2);
        Assert.DoesNotContain("Concert 2", await ConcertsAsync()); // harmless for a while
        var waited = await ReadsHost.UntilAsync(() => !host.Database.IsReplicaUsed, "the primary serves");
        Assert.InRange(waited.TotalSeconds, 0, StalenessSeconds + 1.5);
        await AssertPrimaryServesAsync(user, 3);

        await ExecuteOnReplicaAsync("select pg_wal_replay_resume()");
        await UntilReplicaServesAsync();
        Assert.Contains("Concert 3", await ConcertsAsync());

        await replica.StopAsync();
        await AssertPrimaryServesAsync(user, 4); // nobody has looked at it yet
        await ReadsHost.UntilAsync(
            () => Told()[^1].StartsWith("Reads go to the primary, because the replica does not answer ("),
            "the log says that the replica is gone");
        await AssertPrimaryServesAsync(user, 5);
        Assert.Contains("Concert 5", await ConcertsAsync());

        await replica.StartAsync();
        await UntilReplicaServesAsync();
        await AssertOwnWritesAreFoundAsync(user, 6);
        Assert.All(Told().Index(), line => Assert.Equal( // one line each way
            line.Index % 2 == 0, line.Item == "Reads that may be a little old go to the replica"));
    }

    [Fact]
    public async Task A_read_waits_little_for_a_replica_that_hangs()
    {
        await UntilReplicaServesAsync();
        var waited = Stopwatch.StartNew();
        await replica.WhileHangingAsync(async () =>
        {
            Assert.True(host.Database.IsReplicaUsed);
            await ConcertsAsync();
            waited.Stop();
        });
        Assert.InRange(waited.Elapsed.TotalSeconds, 1, 5.5);
    }

    private IReadOnlyList<string> Told() => [.. host.Log.Lines.Where(line => line.StartsWith("Reads "))];

    private async Task UntilReplicaServesAsync()
    {
        await ReadsHost.UntilAsync(() => host.Database.Model is not null, "the replica serves");
        Assert.True(await host.Database.AskAsync(IsReplicaAsync));
        Assert.True(await IsReplicaAsync(host.Database.Model!));
    }

    /// <summary>Wherever lists are read.</summary>
    private async Task AssertOwnWritesAreFoundAsync(Guid user, int number)
    {
        var concert = (await catalog.CreateConcertAsync(new NewConcert($"Concert {number}", "Hall", ""))).Value!;
        var row = Example.Reservation(Guid.NewGuid(), number) with
        {
            UserId = user,
            CreatedAt = DateTimeOffset.UtcNow,
            UpdatedAt = DateTimeOffset.UtcNow,
        };
        await store.CommitAsync(new Commit { Reservations = [row], Payments = [Example.Payment(row)] });

        Assert.Equal(concert, await catalog.GetConcertAsync(concert.Id));
        var list = await host.ListAsync(user, pageSize: 2);
        Assert.Equal(number, list.Count);
        Assert.Equal(row.Id, list[0].Id);
    }

    private async Task AssertPrimaryServesAsync(Guid user, int number)
    {
        await AssertOwnWritesAreFoundAsync(user, number);
        Assert.False(await host.Database.AskAsync(IsReplicaAsync));
        Assert.Null(host.Database.Model);
    }

    private async Task<IReadOnlyList<string>> ConcertsAsync() =>
        [.. (await catalog.ListConcertsAsync(new PageRequest(null, 20))).Value!.Items.Select(concert => concert.Title)];

    private async Task ExecuteOnReplicaAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(replica.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<bool> IsReplicaAsync(NpgsqlDataSource asked)
    {
        await using var command = asked.CreateCommand("select pg_is_in_recovery()");
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}
