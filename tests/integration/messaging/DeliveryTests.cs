using System.Diagnostics;
using Ticketing.Events;
using Ticketing.Storage;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Messaging;

/// <summary>From a commit to the grains of the groups, in one process.</summary>
[Collection(PostgresCollection.Name)]
public sealed class DeliveryTests(PostgresFixture postgres, ITestOutputHelper output)
{
    // A new consumer consists of this line and its grain.
    private static readonly Subscription New = new(Topics.ReservationCreated, "new", Sample.To("new"));
    private static readonly Subscription Old = new(Topics.ReservationCreated, "old", Sample.To("old"));

    [Fact]
    public async Task A_new_consumer_is_one_line_and_a_grain()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var world = await EventWorld.StartAsync(database, [Old, New]);
        var sent = Sample.Event("k");
        await world.Store.CommitAsync(new Commit { Events = [sent, Sample.Event("k", Topics.TicketIssued)] });

        await EmptyAsync(database);
        Assert.Equal(
            [("new", sent.EventId), ("old", sent.EventId)],
            world.Heard.Taken.Select(one => (one.Grain, one.EventId)).Order());
    }

    [Fact]
    public async Task An_event_that_a_group_gives_up_is_replayed_for_that_group_alone()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var world = await EventWorld.StartAsync(
            database, [Old, New], ("MaxAttempts", "2"), ("FirstRetryMilliseconds", "1"));
        var sick = true;
        world.Heard.FaultOf = one => sick && one.Grain == "new" ? new FormatException("Sick.") : null;
        var sent = Sample.Event("k");
        await world.Store.CommitAsync(new Commit { Events = [sent] });
        await EmptyAsync(database);
        Assert.True(await world.DeadLetters.ReplayAsync(sent.EventId, "new", default));
        await EmptyAsync(database);

        var letter = Assert.Single(await world.DeadLetters.ListAsync(null, null, null, 10, default));
        Assert.Equal(("new", 4), (letter.Group, letter.Attempts.Count));

        sick = false;
        Assert.True(await world.DeadLetters.ReplayAsync(sent.EventId, "new", default));
        await EmptyAsync(database);
        Assert.Equal(["old", "new"], world.Heard.Taken.Select(one => one.Grain));
        Assert.Empty(await world.DeadLetters.ListAsync(null, null, null, 10, default));
    }

    [Fact]
    public async Task A_backlog_is_worked_off_in_order()
    {
        const int events = 20_000;
        await using var database = await postgres.CreateDatabaseAsync();
        var store = database.OpenStore();
        var sent = Enumerable.Range(0, events).Select(n => Sample.Event($"{n % 500}")).ToArray();
        foreach (var some in sent.Chunk(1_000)) await store.CommitAsync(new Commit { Events = [.. some] });

        var watch = Stopwatch.StartNew();
        await using var world = await EventWorld.StartAsync(database, [Old, New]);
        await EmptyAsync(database);
        output.WriteLine($"{events / watch.Elapsed.TotalSeconds:0} events/s to two groups, "
            + $"{world.Heard.Calls.Length} calls");

        var taken = world.Heard.Taken.ToLookup(one => (one.Grain, one.Key), one => one.EventId);
        foreach (var key in sent.GroupBy(one => one.Key))
            foreach (var group in new[] { "old", "new" })
                Assert.Equal(key.Select(one => one.EventId), taken[(group, key.Key)]);
    }

    private static Task EmptyAsync(PostgresDatabase database) => Wait.Until(async () =>
        await database.ScalarAsync<int>("select count(*)::int from outbox") == 0);
}
