using System.Collections.Concurrent;
using Ticketing.Messaging;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

[Collection(KafkaCollection.Name)]
public sealed class CommitTests(KafkaBroker broker, ITestOutputHelper output) : KafkaTest(broker, output)
{
    private KafkaOptions OnePartition => Options with { PartitionsPerTopic = 1 };

    [Fact]
    public async Task Offsets_are_committed_up_to_the_first_event_that_is_not_handled()
    {
        await CreateTopicsAsync(partitions: 1);
        var gates = new ConcurrentDictionary<string, TaskCompletionSource>();
        var group = new FakeGroup("one", [Topic], (received, _) => gates.GetOrAdd(received.Key, _ => new()).Task);
        await using var process = await StartAsync(OnePartition, group, new FakeGroup("quick", [Topic]));

        foreach (var key in new[] { "a", "b", "c" }) await DeliverAsync(process, Row(key));
        await Wait.Until(() => group.Taken.Count == 3, "all are in flight");
        gates["b"].SetResult();
        gates["c"].SetResult();
        await Wait.Until(() => group.Handled.Count == 2, "two are handled");
        await Wait.Until(() => Committed("quick") == 3, "the other group commits");
        Assert.Null(Committed("one"));

        gates["a"].SetResult();
        await Wait.Until(() => Committed("one") == 3, "all are committed");
    }

    [Fact]
    public async Task A_stop_waits_for_what_is_under_way_and_commits_it()
    {
        await CreateTopicsAsync(partitions: 1);
        var group = new FakeGroup("one", [Topic], (_, stopping) => Task.Delay(1_000, stopping));
        var process = await StartAsync(OnePartition, group);
        await DeliverAsync(process, Rows(5, keys: 5));
        await Wait.Until(() => group.Taken.Count == 5, "all are in flight");

        await process.DisposeAsync();

        Assert.Equal(5, group.Handled.Count);
        Assert.Equal(5, Committed("one"));
    }

    [Fact]
    public async Task What_was_not_handled_when_the_process_stopped_comes_again()
    {
        await CreateTopicsAsync(partitions: 1);
        var stuck = new FakeGroup(
            "one", [Topic],
            (received, stopping) => received.Key == "key-1" ? Task.Delay(-1, stopping) : Task.CompletedTask);
        var process = await StartAsync(OnePartition, stuck);
        await DeliverAsync(process, Rows(3, keys: 3));
        await Wait.Until(() => stuck.Taken.Count == 3, "all are in flight");

        await process.DisposeAsync();
        Assert.Equal(1, Committed("one"));

        var next = new FakeGroup("one", [Topic]);
        await using var another = await StartAsync(OnePartition, next);
        await Wait.Until(() => next.Handled.Count == 2, "the rest is delivered again");
        Assert.Equal(["key-1", "key-2"], next.Handled.Select(one => one.Key));
    }

    [Fact]
    public async Task A_group_that_throws_gets_the_event_again()
    {
        await CreateTopicsAsync(partitions: 1);
        var thrown = 0;
        var group = new FakeGroup("one", [Topic], (_, _) => Interlocked.Increment(ref thrown) == 1
            ? throw new InvalidOperationException("A group must not throw.")
            : Task.CompletedTask);
        await using var process = await StartAsync(OnePartition, group);

        await DeliverAsync(process, Rows(3, keys: 3));
        await Wait.Until(() => Committed("one") == 3, "all are handled and committed");

        Assert.Equal(3, group.Handled.DistinctBy(one => one.EventId).Count());
    }

    [Fact]
    public async Task No_more_is_taken_in_than_may_be_under_way()
    {
        const int Bound = 40;
        const int Events = 2_000;
        await CreateTopicsAsync();
        var open = new TaskCompletionSource();
        var group = new FakeGroup("one", [Topic], (_, _) => open.Task);
        var quick = new FakeGroup("quick", [Topic]);
        await using var process = await StartAsync(Options with { MaxInFlightPerGroup = Bound }, group, quick);

        await DeliverAsync(process, Rows(Events, keys: 200));
        await Wait.Until(() => quick.Handled.Count == Events, "the quick group has all events");
        await Wait.Until(() => group.Taken.Count >= Bound, "the other group is at its limit");

        open.SetResult();
        await Wait.Until(() => group.Handled.Count == Events, "the other group continues");
        AssertInOrderPerKey(group.Taken);
        Assert.InRange(group.MostUnderWay, Bound, Bound + 1);
    }

    [Fact]
    public async Task What_is_done_ahead_of_an_event_that_hangs_is_bounded()
    {
        const int Bound = 10;
        await CreateTopicsAsync(partitions: 1);
        var open = new TaskCompletionSource();
        var group = new FakeGroup(
            "one", [Topic], (received, _) => received.Key == "key-0" ? open.Task : Task.CompletedTask);
        var quick = new FakeGroup("quick", [Topic]);
        await using var process = await StartAsync(OnePartition with { MaxInFlightPerGroup = Bound }, group, quick);

        await DeliverAsync(process, Rows(300, keys: 300));
        await Wait.Until(() => group.Handled.Count >= (Bound * KafkaLimits.AheadPerInFlight) - 1, "some are done");
        await Wait.Until(() => quick.Handled.Count == 300, "the quick group has all events");
        Assert.InRange(group.Handled.Count, 1, Bound * KafkaLimits.AheadPerInFlight);

        open.SetResult();
        await Wait.Until(() => Committed("one") == 300, "all are done");
    }
}
