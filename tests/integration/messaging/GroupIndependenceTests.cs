using Npgsql;
using Ticketing.Events;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Messaging;

/// <summary>A group that hangs, and the groups beside it, in one process.</summary>
[Collection(PostgresCollection.Name)]
public sealed class GroupIndependenceTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Subscription Hangs = new(Sample.Topic, "hangs", Sample.To("hangs"));
    private static readonly Subscription One = new(Sample.Topic, "one", Sample.To("one"));
    private static readonly Subscription Other = new(Sample.Topic, "other", Sample.To("other"));

    private readonly TaskCompletionSource open = new();
    private PostgresDatabase database = null!;

    public async Task InitializeAsync() => database = await postgres.CreateDatabaseAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Beyond_what_a_group_may_have_in_progress_its_events_wait_and_the_other_groups_go_on()
    {
        await using var world = await StartAsync(("MaxInFlight", "20"), ("MaxHeld", "10000"));
        var sent = await CommitAsync(world, 2_000);

        await Wait.Until(() => Taken(world, "one").Length == 2_000 && Taken(world, "other").Length == 2_000);
        Assert.Equal(2_000, await OutboxAsync()); // a crash now would lose none of them for the group that hangs
        Assert.Empty(Taken(world, "hangs"));

        open.SetResult();
        await EmptyAsync();
        AssertAll(world, sent, "hangs", "one", "other");
        Assert.InRange(world.Heard.Calls.Where(call => call.Grain == "hangs").Max(call => call.Events), 1, 20);
    }

    [Fact]
    public async Task At_the_bound_of_memory_all_groups_wait_for_the_one_that_hangs()
    {
        await using var world = await StartAsync(("MaxInFlight", "20"), ("MaxHeld", "200"));
        using var calls = new SemaphoreSlim(0);
        world.Heard.Gate = grain => grain == "hangs" ? calls.WaitAsync() : Task.CompletedTask;
        var sent = await CommitAsync(world, 300);
        await Wait.Until(() => Taken(world, "one").Length == 200 && Taken(world, "other").Length == 200);
        Assert.Equal(300, await OutboxAsync());

        // One call gets through. As many events follow as it had, so the relay has polled at the bound.
        calls.Release();
        await Wait.Until(() => Taken(world, "hangs").Length > 0);
        var room = Taken(world, "hangs").Length;
        await Wait.Until(() => Taken(world, "one").Length >= 200 + room);
        Assert.Equal(200 + room, Taken(world, "one").Length);

        calls.Release(1_000);
        await EmptyAsync();
        AssertAll(world, sent, "hangs", "one", "other");
    }

    [Fact]
    public async Task What_a_group_that_hangs_has_not_handled_comes_again_after_a_crash()
    {
        List<OutboxEvent> sent;
        var crash = new TaskCompletionSource();
        await using (var world = await StartAsync(
            ("MaxInFlight", "20"), ("MaxHeld", "10000"), ("MaxAttempts", "100")))
        {
            world.Heard.Gate = grain => grain == "hangs" ? crash.Task : Task.CompletedTask;
            sent = await CommitAsync(world, 500);
            await Wait.Until(() => Taken(world, "one").Length == 500);
            await RelayConnections.KillAsync(database); // the session gives up its shards, as after a crash
            await Wait.Until(() => Taken(world, "one").Length >= 1_000);
            crash.SetException(new FormatException("The process ends.")); // a call that hangs would delay the stop
        }

        open.SetResult();
        await using var next = await StartAsync();
        await EmptyAsync();
        AssertAll(next, sent, "hangs");
    }

    [Fact]
    public async Task A_row_that_becomes_visible_late_is_found_among_many_that_are_held()
    {
        await using var world = await StartAsync(("MaxInFlight", "20"), ("MaxHeld", "10000"));
        await using var late = new NpgsqlConnection(database.ConnectionString);
        await late.OpenAsync();
        await using var transaction = await late.BeginTransactionAsync();
        var row = Sample.Event("late");
        await InsertAsync(late, row);

        var sent = await CommitAsync(world, 3_000);
        await Wait.Until(() => Taken(world, "one").Length == 3_000);
        await transaction.CommitAsync();
        await Wait.Until(() => Taken(world, "one").Length == 3_001);

        open.SetResult();
        await EmptyAsync();
        AssertAll(world, [.. sent, row], "hangs", "one", "other");
    }

    private Task<EventWorld> StartAsync(params (string, string)[] settings) => StartAsync(database, open, settings);

    private static async Task<EventWorld> StartAsync(
        PostgresDatabase database, TaskCompletionSource open, (string, string)[] settings)
    {
        var world = await EventWorld.StartAsync(database, [Hangs, One, Other], settings);
        world.Heard.Gate = grain => grain == "hangs" ? open.Task : Task.CompletedTask;
        return world;
    }

    private static async Task<List<OutboxEvent>> CommitAsync(EventWorld world, int events)
    {
        var sent = Enumerable.Range(0, events).Select(n => Sample.Event($"{n % 50}")).ToList();
        foreach (var some in sent.Chunk(100)) await world.Store.CommitAsync(new Commit { Events = [.. some] });
        return sent;
    }

    private static async Task InsertAsync(NpgsqlConnection connection, OutboxEvent row)
    {
        await using var insert = new NpgsqlCommand(
            """
            insert into outbox (shard, event_id, topic, key, payload, occurred_at)
            values ($1, $2, $3, $4, $5, now())
            """, connection);
        object[] values = [Store.OutboxShard.Of(row.Key), row.EventId, row.Topic, row.Key, row.Payload];
        foreach (var value in values) insert.Parameters.Add(new NpgsqlParameter { Value = value });
        await insert.ExecuteNonQueryAsync();
    }

    private static Hearing[] Taken(EventWorld world, string grain) =>
        [.. world.Heard.Taken.Where(one => one.Grain == grain)];

    /// <summary>Each group has handled the events in the order of their keys.</summary>
    private static void AssertAll(EventWorld world, IReadOnlyList<OutboxEvent> sent, params string[] groups)
    {
        var taken = world.Heard.Taken.ToLookup(one => (one.Grain, one.Key), one => one.EventId);
        foreach (var key in sent.GroupBy(one => one.Key))
            foreach (var group in groups)
                Assert.Equal(
                    key.Select(one => one.EventId),
                    taken[(group, key.Key)].Where(key.Select(one => one.EventId).ToHashSet().Contains));
    }

    private Task EmptyAsync() => Wait.Until(async () => await OutboxAsync() == 0);

    private Task<int> OutboxAsync() => database.ScalarAsync<int>("select count(*)::int from outbox");
}
