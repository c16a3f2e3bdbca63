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
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.ApplyAsync(Migration.Embedded())));

        Assert.Equal(
            Migration.Embedded().Count, await database.ScalarAsync<long>("select count(*) from schema_migrations"));
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from seats"));
    }

    [Fact]
    public async Task Each_file_is_applied_once_in_order()
    {
        await database.ApplyAsync([First]);
        await database.ApplyAsync([First, Second]);
        await database.ApplyAsync([First, Second]);

        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from first"));
    }

    [Fact]
    public async Task A_file_that_was_changed_after_it_was_applied_is_refused_by_name()
    {
        await database.ApplyAsync([First]);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            database.ApplyAsync([First with { Sql = First.Sql + " " }]));

        Assert.Contains("0001_first was changed after it had been applied", exception.Message);
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_and_those_before_it_stay()
    {
        var broken = new Migration(2, "0002_broken", "create table half (x integer); select 1 / 0");

        await Assert.ThrowsAsync<PostgresException>(() => database.ApplyAsync([First, broken]));

        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from schema_migrations"));
        Assert.True(await database.ScalarAsync<bool>("select to_regclass('half') is null"));
    }

    [Fact]
    public async Task A_schedule_from_before_the_queues_sells_without_one()
    {
        await database.ApplyAsync([.. Migration.Embedded().Where(migration => migration.Number < 4)]);
        await database.ExecuteAsync("insert into concerts values ($1, 'Concert', 'Hall', '', now())", Guid.Empty);
        await database.ExecuteAsync(
            "insert into schedules values ($1, $2, now(), now(), 60, 4, 0, '{}', now())", Example.Schedule, Guid.Empty);
        await database.ExecuteAsync(
            "insert into reservations values ($1, $2, $3, 5, 'hash', now(), 0, now(), false, null, now(), 1)",
            Guid.Empty, Example.Schedule, Guid.Empty);
        await database.ExecuteAsync("insert into payments values ($1, $2, 5, 0, 1)", Guid.Empty, Guid.Empty);

        await database.ApplyAsync(Migration.Embedded());

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
        await database.ApplyAsync(Migration.Embedded());
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
    public async Task A_file_of_batches_is_repeated_until_it_changes_nothing_and_goes_on_after_an_interruption()
    {
        await database.ApplyAsync([new Migration(1, "0001_ten", """
            create table ten as select x, null::integer as y from generate_series(1, 10) as x;
            create function fail_once() returns trigger language plpgsql as $$
            begin
                if new.x = 8 then raise 'interrupted'; end if;
                return new;
            end $$;
            create trigger fail_once before update on ten for each row execute function fail_once()
            """)]);
        var fill = new Migration(2, "0002_fill", """
            -- batches
            update ten set y = 2 * x where x in (select x from ten where y is null order by x limit 3)
            """);

        await Assert.ThrowsAsync<PostgresException>(() => database.ApplyAsync([fill]));
        Assert.Equal(6, await database.ScalarAsync<long>("select count(*) from ten where y is not null"));
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from schema_migrations"));

        await database.ExecuteAsync("drop trigger fail_once on ten");
        await database.ApplyAsync([fill]);
        await database.ApplyAsync([fill]);

        Assert.Equal(110, await database.ScalarAsync<long>("select sum(y) from ten"));
        Assert.Equal(2, await database.ScalarAsync<long>("select count(*) from schema_migrations"));
    }

    /// <summary>
    /// Creating an index concurrently waits for the snapshots of all others, also of processes that wait their turn.
    /// </summary>
    [Fact]
    public async Task Eight_processes_that_start_at_once_create_an_index_concurrently_once_also_after_an_interruption()
    {
        await database.ApplyAsync([First]);
        await database.ExecuteAsync("insert into first select generate_series(1, 1000)");
        await database.ExecuteAsync("create index first_x on first ((x / 0)) where x < 0"); // left by such a run
        var index = new Migration(2, "0002_index", """
            -- alone

            -- An interrupted run leaves an invalid index.
            drop index concurrently if exists first_x;

            create index concurrently first_x on first (x);
            """);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.ApplyAsync([First, index])));

        Assert.Equal(1, await database.ScalarAsync<long>(
            "select count(*) from pg_index where indrelid = 'first'::regclass and indisvalid and indpred is null"));
    }

    [Fact]
    public void Line_ends_do_not_make_another_file() =>
        Assert.Equal(
            new Migration(1, "0001_x", "select\n1").Checksum, new Migration(1, "0001_x", "select\r\n1").Checksum);
}
