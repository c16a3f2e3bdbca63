using System.Collections.Concurrent;
using Npgsql;
using Ticketing.Messaging;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Messaging;

/// <summary>From the outbox to a transport: no event is lost or skipped, and each key keeps its order.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RelayTests(PostgresFixture postgres) : IAsyncLifetime
{
    private PostgresDatabase database = null!;
    private PostgresTicketStore store = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        store = database.OpenStore();
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Every_event_is_delivered_in_the_order_of_its_key_and_deleted()
    {
        var transport = new RecordingTransport((_, _) => Task.Delay(Random.Shared.Next(5)));
        await using var relay = await RunningRelay.StartAsync(
            database, transport, new EventOptions { BatchSize = 50, MaxHeld = 200 });
        var sent = await CommitAsync(keys: 20, eventsOfEach: 100);

        await EmptyAsync();
        AssertDelivered(sent, transport.Rows);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(1_500)]
    public async Task A_row_that_becomes_visible_late_is_delivered_all_the_same(int heldOpenMilliseconds)
    {
        var transport = new RecordingTransport();
        await using var relay = await RunningRelay.StartAsync(database, transport);
        await using var late = new NpgsqlConnection(database.ConnectionString);
        await late.OpenAsync();
        await using var transaction = await late.BeginTransactionAsync();
        await InsertAsync(late, "late");

        var sent = await CommitAsync(keys: 50, eventsOfEach: 4);
        await Wait.Until(() => transport.Rows.Length == sent.Count);
        await Task.Delay(heldOpenMilliseconds);
        await transaction.CommitAsync();

        await EmptyAsync();
        var last = transport.Rows[^1];
        Assert.Equal("late", last.Event.Key);
        Assert.True(last.Id < transport.Rows[0].Id);
    }

    [Fact]
    public async Task What_becomes_visible_late_is_not_overtaken_by_what_follows_it()
    {
        var transport = new RecordingTransport();
        await using var relay = await RunningRelay.StartAsync(database, transport);
        for (var round = 0; round < 3; round++)
        {
            await using var late = new NpgsqlConnection(database.ConnectionString);
            await late.OpenAsync();
            await using var transaction = await late.BeginTransactionAsync();
            await InsertAsync(late, $"late-{round}");
            await CommitAsync(keys: 50, eventsOfEach: 2);
            await Wait.Until(() => transport.Rows.Length == 100 + (102 * round));
            await Task.Delay(700);
            await InsertAsync(late, $"late-{round}");
            await transaction.CommitAsync();

            await EmptyAsync();
            long[] ids = [.. transport.Rows.Where(row => row.Event.Key == $"late-{round}").Select(row => row.Id)];
            Assert.Equal(2, ids.Length);
            Assert.True(ids[0] < ids[1], $"round {round}: {ids[0]}, {ids[1]}");
        }
    }

    [Fact]
    public async Task What_was_published_and_not_yet_deleted_when_the_connection_broke_is_delivered_again()
    {
        var broken = 0;
        var transport = new RecordingTransport((row, _) =>
            Interlocked.Exchange(ref broken, 1) == 0 ? RelayConnections.KillAsync(database) : Task.CompletedTask);
        await using var relay = await RunningRelay.StartAsync(database, transport);
        var sent = await CommitAsync(keys: 1, eventsOfEach: 1);

        await EmptyAsync();
        Assert.Equal([sent[0], sent[0]], transport.Rows.Select(row => row.Event));
    }

    [Fact]
    public async Task When_the_connection_breaks_what_is_under_way_is_given_up()
    {
        var givenUp = new TaskCompletionSource();
        var first = 0;
        var transport = new RecordingTransport(async (_, stopping) =>
        {
            if (Interlocked.Exchange(ref first, 1) != 0) return;
            await using var registration = stopping.Register(givenUp.SetResult);
            await Task.Delay(Timeout.Infinite, stopping);
        });
        await using var relay = await RunningRelay.StartAsync(database, transport);
        await CommitAsync(keys: 1, eventsOfEach: 1);
        await Wait.Until(() => transport.Rows.Length == 1);

        await RelayConnections.KillAsync(database);
        await givenUp.Task;
        await EmptyAsync();
        Assert.Equal(2, transport.Rows.Length);
    }

    [Fact]
    public async Task No_more_is_under_way_than_the_bound()
    {
        var gates = new ConcurrentQueue<TaskCompletionSource>();
        var transport = new RecordingTransport((_, _) =>
        {
            var gate = new TaskCompletionSource();
            gates.Enqueue(gate);
            return gate.Task;
        });
        await using var relay = await RunningRelay.StartAsync(
            database, transport, new EventOptions { BatchSize = 20, MaxHeld = 50 });
        var sent = await CommitAsync(keys: 10, eventsOfEach: 10);
        for (var finished = 0; finished < sent.Count; finished++)
        {
            var expected = Math.Min(50 + finished, sent.Count);
            await Wait.Until(() => gates.Count + finished >= expected);
            // The next rows came after those that finished, so the relay has polled since then.
            Assert.Equal(expected, transport.Rows.Length);
            Assert.True(gates.TryDequeue(out var oldest));
            oldest.SetResult();
        }

        await EmptyAsync();
        AssertDelivered(sent, transport.Rows);
    }

    [Fact]
    public async Task A_stop_waits_for_what_is_under_way_and_nothing_goes_twice()
    {
        var transport = new RecordingTransport((_, _) => Task.Delay(200));
        List<OutboxEvent> sent;
        await using (await RunningRelay.StartAsync(database, transport))
        {
            sent = await CommitAsync(keys: 10, eventsOfEach: 10);
            await Wait.Until(() => transport.Rows.Length > 0);
        }

        Assert.Equal(sent.Count - transport.Rows.Length, await OutboxAsync());
        Assert.Equal(0, await RelayConnections.CountAsync(database));
        var next = new RecordingTransport();
        await using var relay = await RunningRelay.StartAsync(database, next);
        await EmptyAsync();
        AssertDelivered(sent, [.. transport.Rows, .. next.Rows]);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_ever()
    {
        var transport = new RecordingTransport((_, stopping) => Task.Delay(Timeout.Infinite, stopping));
        await using (await RunningRelay.StartAsync(database, transport))
        {
            await CommitAsync(keys: 1, eventsOfEach: 1);
            await Wait.Until(() => transport.Rows.Length == 1);
        }

        Assert.Equal(1, await OutboxAsync());
    }

    [Fact]
    public async Task A_transport_that_breaks_its_promise_loses_nothing()
    {
        var faults = 3;
        var transport = new RecordingTransport((_, _) => Interlocked.Decrement(ref faults) >= 0
            ? Task.FromException(new InvalidOperationException("A bug.")) : Task.CompletedTask);
        await using var relay = await RunningRelay.StartAsync(database, transport);
        var sent = await CommitAsync(keys: 1, eventsOfEach: 5);

        await EmptyAsync();
        Assert.Equal(
            sent.Select(one => one.EventId).Order(),
            transport.Rows.Select(row => row.Event.EventId).Distinct().Order());
    }

    private static async Task InsertAsync(NpgsqlConnection connection, string key)
    {
        await using var insert = new NpgsqlCommand(
            """
            insert into outbox (shard, event_id, topic, key, payload, occurred_at)
            values ($1, $2, 'seat.blocked', $3, '{}', now())
            """, connection);
        insert.Parameters.Add(new NpgsqlParameter { Value = OutboxShard.Of(key) });
        insert.Parameters.Add(new NpgsqlParameter { Value = Guid.NewGuid() });
        insert.Parameters.Add(new NpgsqlParameter { Value = key });
        await insert.ExecuteNonQueryAsync();
    }

    private async Task<List<OutboxEvent>> CommitAsync(int keys, int eventsOfEach)
    {
        var sent = new ConcurrentBag<OutboxEvent[]>();
        await Task.WhenAll(Enumerable.Range(0, keys).Select(async key =>
        {
            OutboxEvent[] events = [.. Enumerable.Range(0, eventsOfEach).Select(_ => Sample.Event($"key-{key}"))];
            foreach (var one in events) await store.CommitAsync(new Commit { Events = [one] });
            sent.Add(events);
        }));
        return [.. sent.SelectMany(events => events)];
    }

    private static void AssertDelivered(List<OutboxEvent> sent, OutboxRow[] rows)
    {
        Assert.Equal(sent.Count, rows.Length);
        var delivered = rows.ToLookup(row => row.Event.Key, row => row.Event.EventId);
        foreach (var key in sent.GroupBy(one => one.Key))
            Assert.Equal(key.Select(one => one.EventId), delivered[key.Key]);
    }

    private Task EmptyAsync() => Wait.Until(async () => await OutboxAsync() == 0);

    private Task<int> OutboxAsync() => database.ScalarAsync<int>("select count(*)::int from outbox");
}
