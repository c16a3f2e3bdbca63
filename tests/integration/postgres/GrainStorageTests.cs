using Npgsql;
using Orleans.Storage;
using Ticketing.Postgres;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class GrainStorageTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly GrainId Grain = GrainId.Create("queue", "a key/with 'signs'");

    private PostgresDatabase database = null!;
    private NpgsqlDataSource dataSource = null!;
    private PostgresGrainStorage storage = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        dataSource = NpgsqlDataSource.Create(database.ConnectionString);
        storage = new PostgresGrainStorage(dataSource);
    }

    public async Task DisposeAsync()
    {
        await dataSource.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_state_that_was_never_written_is_a_new_one()
    {
        var state = await ReadAsync();

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Equal(0, state.State!.Number);
    }

    [Fact]
    public async Task What_was_written_is_read()
    {
        var state = new GrainState<Counter>(new Counter { Number = 7, Names = ["a", "\u00e9"] });
        await storage.WriteStateAsync("counter", Grain, state);
        state.State!.Number = 8;
        await storage.WriteStateAsync("counter", Grain, state);

        var read = await ReadAsync();

        Assert.True(read.RecordExists);
        Assert.Equal(8, read.State!.Number);
        Assert.Equal(["a", "\u00e9"], read.State.Names);
        Assert.Equal(state.ETag, read.ETag);
        Assert.False((await ReadAsync("other")).RecordExists);
    }

    [Fact]
    public async Task Who_knows_an_older_version_is_refused()
    {
        await storage.WriteStateAsync("counter", Grain, new GrainState<Counter>(new Counter()));
        var (one, other) = (await ReadAsync(), await ReadAsync());
        await storage.WriteStateAsync("counter", Grain, one);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("counter", Grain, other));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("counter", Grain, other));
        await storage.WriteStateAsync("counter", Grain, one);
    }

    [Fact]
    public async Task Of_eight_first_writers_one_wins_and_one_row_is_left()
    {
        var failures = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Record.ExceptionAsync(() =>
            storage.WriteStateAsync("counter", Grain, new GrainState<Counter>(new Counter { Number = number })))));

        Assert.Equal(7, failures.Count(failure => failure is InconsistentStateException));
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from grain_state"));
        Assert.Equal(Array.IndexOf(failures, null), (await ReadAsync()).State!.Number);
    }

    [Fact]
    public async Task A_cleared_state_is_new_and_does_not_come_back()
    {
        var state = new GrainState<Counter>(new Counter { Number = 7 });
        await storage.WriteStateAsync("counter", Grain, state);
        var stale = await ReadAsync();
        await storage.ClearStateAsync("counter", Grain, state);

        Assert.False(state.RecordExists);
        Assert.Equal(0, (await ReadAsync()).State!.Number);
        Assert.False((await ReadAsync()).RecordExists);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("counter", Grain, stale));
        await storage.WriteStateAsync("counter", Grain, state);
        Assert.True((await ReadAsync()).RecordExists);
    }

    [Fact]
    public async Task Clearing_what_does_not_exist_is_no_error() =>
        await storage.ClearStateAsync("counter", Grain, new GrainState<Counter>(new Counter()));

    private async Task<GrainState<Counter>> ReadAsync(string name = "counter")
    {
        var state = new GrainState<Counter>();
        await storage.ReadStateAsync(name, Grain, state);
        return state;
    }

    private sealed class Counter
    {
        public int Number { get; set; }

        public string[] Names { get; set; } = [];
    }
}
