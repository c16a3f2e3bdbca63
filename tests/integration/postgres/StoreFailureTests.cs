using Npgsql;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class StoreFailureTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string EndOthers = """
        select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name = 'ticketing'
        """;

    private PostgresDatabase database = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        await database.SeedAsync(Example.Terms, Example.SeededSeats(5));
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_commit_whose_backend_is_ended_has_an_unknown_outcome_and_the_store_goes_on()
    {
        var store = database.OpenStore();
        var holder = await RowLock.OnSeatAsync(database, 1);
        var commit = Example.Reserve(1);
        var underWay = store.CommitAsync(commit);
        var backend = await holder.WaitUntilSomebodyWaitsAsync();

        await database.ExecuteAsync("select pg_terminate_backend($1)", backend);

        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => underWay);
        await holder.DisposeAsync();
        Assert.Null(await store.LoadReservationAsync(commit.Reservations[0].Id));
        await store.CommitAsync(commit);
        Assert.NotNull(await store.LoadReservationAsync(commit.Reservations[0].Id));
    }

    [Fact]
    public async Task A_commit_that_takes_too_long_has_an_unknown_outcome()
    {
        var store = database.OpenStore(options => options with { CommandTimeoutSeconds = 1 });
        await using var holder = await RowLock.OnSeatAsync(database, 1);

        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => store.CommitAsync(Example.Reserve(1)));

        await store.CommitAsync(Example.Reserve(2));
    }

    [Fact]
    public async Task While_backends_are_ended_at_random_nobody_is_told_what_is_not_so()
    {
        var store = database.OpenStore();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var ending = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await Task.Delay(20);
                await database.ExecuteAsync(EndOthers);
            }
        });

        var outcomes = (await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            var told = new List<(Guid User, Exception? Failure)>();
            while (!enough.IsCancellationRequested)
            {
                var user = Guid.NewGuid();
                told.Add((user, await Record.ExceptionAsync(() =>
                    store.CommitAsync(new Commit { Balances = [new BalanceRow(user, 1, 1)] }))));
            }

            return told;
        }))).SelectMany(told => told).ToArray();
        await ending;

        var written = await WrittenBalancesAsync();
        Assert.Contains(outcomes, outcome => outcome.Failure is null);
        Assert.Contains(outcomes, outcome => outcome.Failure is CommitOutcomeUnknownException);
        Assert.All(outcomes, outcome => Assert.True(outcome.Failure switch
        {
            null => written.Contains(outcome.User),
            CommitOutcomeUnknownException => true,
            StoreUnavailableException => !written.Contains(outcome.User),
            _ => false,
        }));
        await SucceedsSoonAsync(() => store.CommitAsync(Example.Reserve(1)));
    }

    [Fact]
    public async Task A_load_whose_backend_is_ended_fails_alone()
    {
        var store = database.OpenStore();
        var holder = await RowLock.OnTableAsync(database, "balances");
        var load = store.LoadBalanceAsync(new(Guid.NewGuid()));
        var backend = await holder.WaitUntilSomebodyWaitsAsync();

        await database.ExecuteAsync("select pg_terminate_backend($1)", backend);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => load);
        await holder.DisposeAsync();
        Assert.NotNull(await store.LoadSeatAsync(Example.SeatKey(1)));
        Assert.Null(await store.LoadBalanceAsync(new(Guid.NewGuid())));
    }

    [Fact]
    public async Task What_the_database_refuses_for_another_reason_was_not_written()
    {
        var store = database.OpenStore();
        await store.CommitAsync(Example.Reserve(1));
        await using var readOnly = new RestoredSetting(database);
        await readOnly.MakeReadOnlyAsync();
        await database.ExecuteAsync(EndOthers);

        await SucceedsSoonAsync(() => Assert.ThrowsAsync<StoreUnavailableException>(() =>
            store.CommitAsync(Example.Reserve(2))));
    }

    [Fact]
    public async Task Nobody_behind_the_address_means_unavailable()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = 1 };
        var store = database.OpenStore(options => options with { ConnectionString = nowhere.ConnectionString });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CommitAsync(Example.Reserve(1)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.LoadSeatAsync(Example.SeatKey(1)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.LoadSaleTermsAsync(Example.Schedule));
    }

    private static async Task SucceedsSoonAsync(Func<Task> action)
    {
        for (var attempt = 0; attempt < 10; attempt++)
            if (await Record.ExceptionAsync(action) is null)
                return;
        await action();
    }

    private async Task<HashSet<Guid>> WrittenBalancesAsync() =>
        [.. await database.ScalarAsync<Guid[]>("select array_agg(user_id) from balances")];
}
