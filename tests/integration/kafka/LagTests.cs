using Ticketing.Messaging;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

/// <summary>The lag of the read model's group, as a process reports it.</summary>
[Collection(KafkaCollection.Name)]
public sealed class LagTests(KafkaBroker broker, ITestOutputHelper output) : KafkaTest(broker, output)
{
    private const string ReadModel = "read-model";
    private const string Marker = "marker";

    private KafkaOptions OnePartition => Options with { PartitionsPerTopic = 1 };

    [Fact]
    public async Task An_event_whose_handling_hangs_is_the_oldest_until_it_is_handled()
    {
        await CreateTopicsAsync();
        var open = new TaskCompletionSource();
        var group = new FakeGroup(
            ReadModel, [Topic], (received, _) => received.Key == "hangs" ? open.Task : Task.CompletedTask);
        await using var process = await StartAsync(Options, group, new FakeGroup("other", [Topic]));
        await Wait.Until(() => IsWhole(process), "the lag is known to be zero");
        var (hanging, later) = (Row("hangs"), Row("later"));

        await DeliverAsync(process, hanging, later, Row("for another", onlyGroup: "other"));
        await Wait.Until(() => group.Handled.Count == 1 && group.Taken.Count == 2, "one hangs, one is handled");
        for (var markers = 1; markers <= 30; markers++)
        {
            await DeliverAsync(process, Row($"marker-{markers}"));
            await Wait.Until(() => group.Handled.Count == 1 + markers, "later events are handled");
            Assert.Equal(hanging.Event.OccurredAt, process.ReadModel.Oldest!());
        }

        open.SetResult();
        await Wait.Until(() => group.Handled.Count == 32, "it is handled");
        Assert.Null(process.ReadModel.Oldest!());
    }

    [Fact]
    public async Task Events_for_other_groups_alone_do_not_count()
    {
        await CreateTopicsAsync();
        var group = new FakeGroup(ReadModel, [Topic]);
        var other = new FakeGroup("other", [Topic], (_, stopping) => Task.Delay(-1, stopping));
        await using var process = await StartAsync(Options, group, other);
        await Wait.Until(() => IsWhole(process), "the lag is known to be zero");

        await DeliverAsync(process, Row("k", onlyGroup: "other"), Row("k"));
        await Wait.Until(() => other.Taken.Count == 2, "the other has both");
        // Of the same key, so the group has seen what came before it.
        await Wait.Until(() => group.Handled.Count == 1, "the next event is handled");
        await Wait.Until(() => IsWhole(process), "there is no lag, although the other group is not done");
    }

    [Fact]
    public async Task What_was_published_while_nobody_was_there_is_not_passed_over()
    {
        await CreateTopicsAsync(partitions: 1);
        await using (var first = await StartAsync(OnePartition, new FakeGroup(ReadModel, [Topic])))
        {
            await DeliverAsync(first, Row("k"));
            await Wait.Until(() => Committed(ReadModel) == 1, "the first is handled");
        }

        await using var sender = new KafkaProcess(OnePartition, []);
        await DeliverAsync(sender, Row("waits"));
        var open = new TaskCompletionSource();
        var group = new FakeGroup(ReadModel, [Topic], (_, _) => open.Task);
        await using var next = await StartAsync(OnePartition, group, new FakeGroup(Marker, [Topic]));
        await Wait.Until(() => group.Taken.Count == 1, "it is in flight");
        for (var markers = 1; markers <= 4; markers++)
        {
            await MarkAsync(next);
            Assert.False(IsWhole(next));
        }

        open.SetResult();
        await Wait.Until(() => IsWhole(next), "there is no lag");
    }

    [Fact]
    public async Task What_no_process_has_and_what_hangs_in_another_one_count_as_well()
    {
        await CreateTopicsAsync(partitions: 1);
        var open = new TaskCompletionSource();
        var group = new FakeGroup(ReadModel, [Topic], (_, _) => open.Task);
        await using var watching = new KafkaProcess(OnePartition, [group], Log);
        await watching.WatchAsync();
        await Wait.Until(() => IsWhole(watching), "the lag is known to be zero");
        var waiting = Row("waits");

        await DeliverAsync(watching, waiting);
        var published = DateTimeOffset.UtcNow;
        await Wait.Until(() => !IsWhole(watching), "there is a lag");
        Output.WriteLine($"lag reported after {(DateTimeOffset.UtcNow - published).TotalSeconds:0.0} s");
        await using var another = await StartAsync(OnePartition, group, new FakeGroup(Marker, [Topic]));
        await Wait.Until(() => group.Taken.Count == 1, "another process has it");
        for (var markers = 1; markers <= 4; markers++)
        {
            await MarkAsync(another);
            // Until the event is published it is in the outbox, and is counted there.
            Assert.InRange(
                watching.ReadModel.Oldest!()!.Value, waiting.Event.OccurredAt - TimeSpan.FromSeconds(2), published);
        }

        open.SetResult();
        await Wait.Until(() => IsWhole(watching), "it is handled");
    }

    /// <summary>
    /// Another group gets and commits an event, which the brokers tell meanwhile to those who watch the read model.
    /// </summary>
    private async Task MarkAsync(KafkaProcess process)
    {
        var before = Committed(Marker) ?? 0;
        await DeliverAsync(process, Row("marker", onlyGroup: Marker));
        await Wait.Until(() => Committed(Marker) > before, "the marker is committed");
    }

    private static bool IsWhole(KafkaProcess process) => process.ReadModel.Oldest is { } oldest && oldest() is null;
}
