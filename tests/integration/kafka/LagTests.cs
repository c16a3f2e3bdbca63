using Ticketing.Messaging;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

/// <summary>What a process says of how far the read model's group is.</summary>
[Collection(KafkaCollection.Name)]
public sealed class LagTests(KafkaBroker broker, ITestOutputHelper output) : KafkaTest(broker, output)
{
    private const string ReadModel = "read-model";

    private KafkaOptions OnePartition => Options with { PartitionsPerTopic = 1 };

    [Fact]
    public async Task An_event_whose_handling_hangs_is_the_oldest_until_it_is_handled()
    {
        await CreateTopicsAsync();
        var open = new TaskCompletionSource();
        var group = new FakeGroup(
            ReadModel, [Topic], (received, _) => received.Key == "hangs" ? open.Task : Task.CompletedTask);
        await using var process = await StartAsync(Options, group, new FakeGroup("other", [Topic]));
        await UntilAsync(() => IsWhole(process), "it is known that there is nothing");
        var (hanging, later) = (Row("hangs"), Row("later"));

        await DeliverAsync(process, hanging, later, Row("for another", onlyGroup: "other"));
        await UntilAsync(() => group.Handled.Count == 1 && group.Taken.Count == 2, "one hangs, one is handled");
        for (var looks = 0; looks < 30; looks++)
        {
            Assert.Equal(hanging.Event.OccurredAt, process.ReadModel.Oldest!());
            await Task.Delay(100);
        }

        open.SetResult();
        await UntilAsync(() => group.Handled.Count == 2, "it is handled");
        Assert.Null(process.ReadModel.Oldest!());
    }

    [Fact]
    public async Task Events_for_other_groups_alone_do_not_count()
    {
        await CreateTopicsAsync();
        var group = new FakeGroup(ReadModel, [Topic]);
        var other = new FakeGroup("other", [Topic], (_, stopping) => Task.Delay(-1, stopping));
        await using var process = await StartAsync(Options, group, other);
        await UntilAsync(() => IsWhole(process), "it is known that there is nothing");

        await DeliverAsync(process, Row("k", onlyGroup: "other"));
        await UntilAsync(() => other.Taken.Count == 1, "the other has it");
        await Task.Delay(2_000);
        await UntilAsync(() => IsWhole(process), "nothing is missed, although the other has not done with it");
    }

    [Fact]
    public async Task What_was_published_while_nobody_was_there_is_not_passed_over()
    {
        await CreateTopicsAsync(partitions: 1);
        await using (var first = await StartAsync(OnePartition, new FakeGroup(ReadModel, [Topic])))
        {
            await DeliverAsync(first, Row("k"));
            await UntilAsync(() => Committed(ReadModel) == 1, "the first is handled");
        }

        await using var sender = new KafkaProcess(OnePartition, []);
        await DeliverAsync(sender, Row("waits"));
        var open = new TaskCompletionSource();
        var group = new FakeGroup(ReadModel, [Topic], (_, _) => open.Task);
        await using var next = await StartAsync(OnePartition, group);
        await UntilAsync(() => group.Taken.Count == 1, "it is under way");
        for (var looks = 0; looks < 20; looks++)
        {
            Assert.False(IsWhole(next));
            await Task.Delay(100);
        }

        open.SetResult();
        await UntilAsync(() => IsWhole(next), "the model is whole");
    }

    [Fact]
    public async Task What_no_process_has_and_what_hangs_in_another_one_count_as_well()
    {
        await CreateTopicsAsync(partitions: 1);
        var open = new TaskCompletionSource();
        var group = new FakeGroup(ReadModel, [Topic], (_, _) => open.Task);
        await using var watching = new KafkaProcess(OnePartition, [group], Log);
        await watching.WatchAsync();
        await UntilAsync(() => IsWhole(watching), "it is known that there is nothing");
        var waiting = Row("waits");

        await DeliverAsync(watching, waiting);
        var published = DateTimeOffset.UtcNow;
        await UntilAsync(() => !IsWhole(watching), "it is missed");
        Output.WriteLine($"missed after {(DateTimeOffset.UtcNow - published).TotalSeconds:0.0} s");
        await using var another = await StartAsync(OnePartition, group);
        await UntilAsync(() => group.Taken.Count == 1, "another process has it");
        for (var looks = 0; looks < 20; looks++)
        {
            // Until it is published it stands in the outbox, and is counted there.
            Assert.InRange(
                watching.ReadModel.Oldest!()!.Value, waiting.Event.OccurredAt - TimeSpan.FromSeconds(2), published);
            await Task.Delay(100);
        }

        open.SetResult();
        await UntilAsync(() => IsWhole(watching), "it is handled");
    }

    private static bool IsWhole(KafkaProcess process) => process.ReadModel.Oldest is { } oldest && oldest() is null;
}
