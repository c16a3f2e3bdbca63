using Npgsql;
using Ticketing.Queues;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>The places of past events are removed, and nothing else.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PastPlacesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Fans = (2 * PastPlaces.BatchSize) + 7;

    private PostgresDatabase database = null!;
    private NpgsqlDataSource dataSource = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        dataSource = NpgsqlDataSource.Create(database.ConnectionString);
        await AuditedSale.WriteAsync(database);
        await database.ExecuteAsync(
            """
            insert into queue_places
            select id, gen_random_uuid(), n, now(), case when n = 1 then 2 when n <= 3 then 1 when n <= 5 then 3
                when n <= 8 then 4 else 0 end, case when n <= 3 then now() end, false, 1
            from schedules, generate_series(1, $1) n
            """, Fans);
        await database.ExecuteAsync(
            """
            update queues set last_number = $1, admitted_through = 8, waiting = $1 - 8, served = 2, abandoned = 3,
                max_active = 10, most_active = 10
            """, (long)Fans);
    }

    public async Task DisposeAsync()
    {
        await dataSource.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Places_of_an_event_that_began_long_ago_are_removed_and_its_numbers_stay_true()
    {
        await StartedAsync(daysAgo: 15);
        Assert.Empty(await ViolationsAsync());

        Assert.Equal(Fans, await RemoveAsync());

        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from queue_places"));
        var queue = (await database.OpenStore().LoadQueueAsync(Example.Schedule))!;
        Assert.Empty(queue.Present);
        Assert.Equal(
            (Fans, 0, 2, Fans - 2),
            (queue.Queue.LastNumber, queue.Queue.Waiting, queue.Queue.Served, queue.Queue.Abandoned));
        QueueCommits.CheckConsistent(QueueState.Read(queue, DateTimeOffset.UtcNow));
        Assert.Empty(await ViolationsAsync());
        Assert.Equal(0, await RemoveAsync());
    }

    [Fact]
    public async Task The_numbers_are_true_after_every_batch_and_a_fan_with_a_reservation_was_admitted()
    {
        await StartedAsync(daysAgo: 15);
        await database.ExecuteAsync(
            "update queue_places set user_id = r.user_id from reservations r where number = 4 and r.id = $1",
            AuditedSale.Ended);
        await database.ExecuteAsync("update reservations set queue_number = 4 where id = $1", AuditedSale.Ended);
        Assert.Empty(await ViolationsAsync());

        var removing = RemoveAsync();
        while (!removing.IsCompleted) Assert.Empty(await ViolationsAsync());
        await removing;

        Assert.Empty(await ViolationsAsync());
    }

    [Theory]
    [InlineData(13)]
    [InlineData(-1)]
    public async Task Places_of_a_running_or_recent_sale_stay(int daysAgo)
    {
        await StartedAsync(daysAgo);
        var version = await database.ScalarAsync<long>("select version from queues");

        Assert.Equal(0, await RemoveAsync());

        Assert.Equal(Fans, await database.ScalarAsync<long>("select count(*) from queue_places"));
        Assert.Equal(version, await database.ScalarAsync<long>("select version from queues"));
    }

    [Fact]
    public async Task A_grain_with_older_memory_cannot_overwrite_the_numbers()
    {
        await StartedAsync(daysAgo: 15);
        var store = database.OpenStore();
        var old = (await store.LoadQueueAsync(Example.Schedule))!.Queue;
        await RemoveAsync();

        await Assert.ThrowsAsync<CommitConflictException>(() => store.CommitAsync(
            new Commit { Queues = [old with { Waiting = old.Waiting - 1, Version = old.Version + 1 }] }));
    }

    private Task<int> RemoveAsync() => new PastPlaces(dataSource).RemoveAsync(
        DateTimeOffset.UtcNow.AddDays(-14), DateTimeOffset.UtcNow, CancellationToken.None);

    private Task StartedAsync(int daysAgo) => database.ExecuteAsync(
        "update schedules set starts_at = now() - $1 * interval '1 day', opens_at = now() - interval '90 days'",
        daysAgo);

    private async Task<string[]> ViolationsAsync() =>
    [
        .. (await new Auditor(dataSource).RunAsync())
            .Where(finding => finding.Violations > 0)
            .Select(finding => $"{finding.Check.Invariant} {finding.Check.Says}"),
    ];
}
