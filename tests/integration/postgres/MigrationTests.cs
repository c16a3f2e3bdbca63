using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ticketing.Queues;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class MigrationTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Migration First = new(1, "0001_first", "create table first (x integer)");
    private static readonly Migration Second = new(2, "0002_second", "insert into first values (1)");

    private PostgresDatabase database = null!;

    public async Task InitializeAsync() => database = await postgres.CreateEmptyDatabaseAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Eight_processes_that_start_at_once_apply_each_file_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ApplyAsync(Migration.Embedded())));

        Assert.Equal(
            Migration.Embedded().Count, await database.ScalarAsync<long>("select count(*) from schema_migrations"));
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from seats"));
    }

    [Fact]
    public async Task Each_file_is_applied_once_in_order()
    {
        await ApplyAsync([First]);
        await ApplyAsync([First, Second]);
        await ApplyAsync([First, Second]);

        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from first"));
    }

    [Fact]
    public async Task A_file_that_was_changed_after_it_was_applied_is_refused_by_name()
    {
        await ApplyAsync([First]);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ApplyAsync([First with { Sql = First.Sql + " " }]));

        Assert.Contains("0001_first was changed after it had been applied", exception.Message);
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_and_those_before_it_stay()
    {
        var broken = new Migration(2, "0002_broken", "create table half (x integer); select 1 / 0");

        await Assert.ThrowsAsync<PostgresException>(() => ApplyAsync([First, broken]));

        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from schema_migrations"));
        Assert.True(await database.ScalarAsync<bool>("select to_regclass('half') is null"));
    }

    [Fact]
    public async Task A_schedule_from_before_the_queues_sells_without_one()
    {
        await ApplyAsync([.. Migration.Embedded().Where(migration => migration.Number < 4)]);
        await database.ExecuteAsync("insert into concerts values ($1, 'Concert', 'Hall', '', now())", Guid.Empty);
        await database.ExecuteAsync(
            "insert into schedules values ($1, $2, now(), now(), 60, 4, 0, '{}', now())", Example.Schedule, Guid.Empty);
        await database.ExecuteAsync(
            "insert into reservations values ($1, $2, $3, 5, 'hash', now(), 0, now(), false, null, now(), 1)",
            Guid.Empty, Example.Schedule, Guid.Empty);
        await database.ExecuteAsync("insert into payments values ($1, $2, 5, 0, 1)", Guid.Empty, Guid.Empty);

        await ApplyAsync(Migration.Embedded());

        var store = database.OpenStore();
        Assert.False((await store.LoadSaleTermsAsync(Example.Schedule))!.HasQueue);
        var queue = (await store.LoadQueueAsync(Example.Schedule))!.Queue;
        Assert.Equal((QueueSettings.Off, 1), (queue.Settings, queue.Version));
        Assert.Null((await store.LoadReservationAsync(Guid.Empty))!.Reservation.QueueNumber);
        Assert.Empty(await store.FindDueQueuesAsync(DateTimeOffset.MaxValue.AddYears(-1), 10));
    }

    [Fact]
    public async Task A_schedule_that_a_process_from_before_the_queues_makes_sells_without_one_until_it_is_given_one()
    {
        await ApplyAsync(Migration.Embedded());
        await database.ExecuteAsync("insert into concerts values ($1, 'Concert', 'Hall', '', now())", Guid.Empty);
        await database.ExecuteAsync(
            "insert into schedules values ($1, $2, now(), now(), 60, 4, 0, '{}', now())", Example.Schedule, Guid.Empty);

        var store = database.OpenStore();
        var queue = (await store.LoadQueueAsync(Example.Schedule))!.Queue;
        Assert.Equal((QueueSettings.Off, 1), (queue.Settings, queue.Version));
        await store.CommitAsync(new Commit
        {
            Queues = [queue with { Settings = new QueueSettings(), Version = 2 }],
        });
        Assert.True((await store.LoadSaleTermsAsync(Example.Schedule))!.HasQueue);
    }

    [Fact]
    public void Line_ends_do_not_make_another_file() =>
        Assert.Equal(
            new Migration(1, "0001_x", "select\n1").Checksum, new Migration(1, "0001_x", "select\r\n1").Checksum);

    private async Task ApplyAsync(IReadOnlyList<Migration> migrations)
    {
        await using var dataSource = NpgsqlDataSource.Create(database.ConnectionString);
        await new Migrations(dataSource, NullLogger<Migrations>.Instance).ApplyAsync(migrations);
    }
}
