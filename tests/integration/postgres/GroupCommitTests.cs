using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class GroupCommitTests(PostgresFixture postgres) : IAsyncLifetime
{
    private PostgresDatabase database = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        await database.SeedAsync(Example.Terms, Example.SeededSeats(600));
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Commits_that_gather_share_a_transaction()
    {
        var store = database.OpenStore();

        await Task.WhenAll(Enumerable.Range(1, 600).Select(number => store.CommitAsync(Example.Reserve(number))));

        var transactions = await database.ScalarAsync<long>("select count(distinct xmin::text) from outbox");
        Assert.InRange(transactions, 1, 100);
    }

    [Fact]
    public async Task Commits_of_many_rows_share_a_transaction_up_to_its_bound()
    {
        var store = database.OpenStore(options => options with { Writers = 1, MaxBatchRows = 10 });
        var holder = await RowLock.OnSeatAsync(database, 1);
        var blocked = store.CommitAsync(Example.Reserve(1));
        await holder.WaitUntilSomebodyWaitsAsync();
        var commits = Enumerable.Range(0, 6).Select(at => store.CommitAsync(new Commit
        {
            Places = [.. Enumerable.Range((at * 6) + 1, 6).Select(number => Example.Place(number))],
        })).ToArray();

        await holder.DisposeAsync();
        await Task.WhenAll([blocked, .. commits]);

        Assert.Equal(3, await database.ScalarAsync<long>("select count(distinct xmin::text) from queue_places"));
    }

    [Fact]
    public async Task One_conflict_does_not_make_everybody_alone()
    {
        var store = database.OpenStore();
        await store.CommitAsync(Example.Reserve(1));

        var commits = Enumerable.Range(2, 512).Select(number => store.CommitAsync(Example.Reserve(number)));
        var refused = store.CommitAsync(Example.Reserve(1));
        await Task.WhenAll(commits);

        await Assert.ThrowsAsync<CommitConflictException>(() => refused);
        var transactions = await database.ScalarAsync<long>("select count(distinct xmin::text) from outbox");
        Assert.InRange(transactions, 2, 100);
    }

    [Fact]
    public async Task What_no_index_can_hold_fails_its_caller_alone()
    {
        var store = database.OpenStore();
        var random = new Random(1);
        var tooLong = new string([.. Enumerable.Range(0, 20_000).Select(_ => (char)random.Next('!', '~'))]);

        var commits = Enumerable.Range(1, 100).Select(number => store.CommitAsync(Example.Reserve(number))).ToArray();
        var refused = store.CommitAsync(
            new Commit { Ledger = [Example.LedgerEntry(Guid.NewGuid(), tooLong, amount: 1, balanceAfter: 1)] });
        var others = Enumerable.Range(101, 100).Select(number => store.CommitAsync(Example.Reserve(number))).ToArray();

        await Task.WhenAll([.. commits, .. others]);
        await Assert.ThrowsAsync<CommitRefusedException>(() => refused);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_keeps_what_it_took()
    {
        var store = database.OpenStore(options => options with { Writers = 1, MaxBatch = 1, CommitQueueCapacity = 4 });
        var holder = await RowLock.OnSeatAsync(database, 1);
        var blocked = store.CommitAsync(Example.Reserve(1));
        await holder.WaitUntilSomebodyWaitsAsync();
        var accepted = Enumerable.Range(2, 4).Select(number => store.CommitAsync(Example.Reserve(number))).ToArray();

        var refused = store.CommitAsync(Example.Reserve(6));

        Assert.True(refused.IsFaulted);
        await Assert.ThrowsAsync<StoreOverloadedException>(() => refused);
        await holder.DisposeAsync();
        await Task.WhenAll([blocked, .. accepted]);
        Assert.Equal(5, (await store.LoadSeatSnapshotsAsync(Example.Schedule)).Count(seat => seat.Version > 1));
        await store.CommitAsync(Example.Reserve(6));
    }

    [Fact]
    public async Task A_commit_that_waited_too_long_is_refused_unsent()
    {
        var store = database.OpenStore(
            options => options with { Writers = 1, MaxBatch = 1, CommitQueueTimeoutSeconds = 1 });
        var holder = await RowLock.OnSeatAsync(database, 1);
        var blocked = store.CommitAsync(Example.Reserve(1));
        await holder.WaitUntilSomebodyWaitsAsync();
        var waiting = store.CommitAsync(Example.Reserve(2));

        await Task.Delay(TimeSpan.FromSeconds(1.1));
        await holder.DisposeAsync();

        await Assert.ThrowsAsync<StoreOverloadedException>(() => waiting);
        await blocked;
        Assert.Single(await store.LoadSeatSnapshotsAsync(Example.Schedule), seat => seat.Version > 1);
    }

    [Fact]
    public async Task Loads_beyond_the_queue_are_refused_at_once()
    {
        var store = database.OpenStore(options => options with { MaxLoadBatch = 1, LoadQueueCapacity = 4 });
        var holder = await RowLock.OnTableAsync(database, "seats");
        var blocked = store.LoadSeatAsync(Example.SeatKey(1));
        await holder.WaitUntilSomebodyWaitsAsync();
        var accepted = Enumerable.Range(2, 4).Select(number => store.LoadSeatAsync(Example.SeatKey(number))).ToArray();

        var refused = store.LoadSeatAsync(Example.SeatKey(6));

        await Assert.ThrowsAsync<StoreOverloadedException>(() => refused);
        await holder.DisposeAsync();
        Assert.All(await Task.WhenAll([blocked, .. accepted]), Assert.NotNull);
    }

    [Fact]
    public async Task A_store_that_closes_writes_what_it_took_and_takes_no_more()
    {
        var store = database.OpenStore();
        var commits = Enumerable.Range(1, 300).Select(number => store.CommitAsync(Example.Reserve(number))).ToArray();

        await store.DisposeAsync();

        Assert.All(commits, commit => Assert.True(commit.IsCompleted));
        await Task.WhenAll(commits);
        Assert.Equal(300, (await database.EventsAsync()).Count);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CommitAsync(Example.Reserve(301)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.LoadSeatAsync(Example.SeatKey(1)));
    }

    [Fact]
    public async Task A_close_does_not_wait_for_ever()
    {
        var store = database.OpenStore(
            options => options with { Writers = 1, MaxBatch = 1, DrainTimeoutSeconds = 1, CommandTimeoutSeconds = 60 });
        await using var holder = await RowLock.OnSeatAsync(database, 1);
        var underWay = store.CommitAsync(Example.Reserve(1));
        await holder.WaitUntilSomebodyWaitsAsync();
        var waiting = store.CommitAsync(Example.Reserve(2));

        await store.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => underWay);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting);
    }
}
