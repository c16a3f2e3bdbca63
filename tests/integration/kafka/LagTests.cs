using System.Diagnostics;
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
    public async Task Steady_traffic_keeps_it_young_in_every_process()
    {
        await CreateTopicsAsync();
        await using var one = await StartAsync(Options, new FakeGroup(ReadModel, [Topic]));
        await using var two = await StartAsync(Options, new FakeGroup(ReadModel, [Topic]));
        using var enough = new CancellationTokenSource();
        var sending = SendAsync(one, enough.Token);
        KafkaProcess[] both = [one, two];
        // How long the partitions take to be shared is no matter of this.
        var young = Stopwatch.StartNew();
        await UntilAsync(
            () =>
            {
                if (both.Any(each => AgeOf(each) > TimeSpan.FromSeconds(1))) young.Restart();
                return young.Elapsed > TimeSpan.FromSeconds(4);
            },
            "the group has settled");

        var ages = new List<double>();
        for (var looks = 0; looks < 200; looks++)
        {
            ages.AddRange(both.Select(each => AgeOf(each).TotalMilliseconds));
            await Task.Delay(20);
        }

        await enough.CancelAsync();
        await sending;
        ages.Sort();
        Output.WriteLine($"age: p50 {ages[200]:0} ms, p99 {ages[396]:0} ms, most {ages[^1]:0} ms");
        Assert.InRange(ages[396], 0, 3_000);
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

    private async Task SendAsync(KafkaProcess sender, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            await DeliverAsync(sender, Row($"key-{number % 97}"), Row($"key-{(number + 50) % 97}"));
            await Task.Delay(5, CancellationToken.None);
        }
    }

    private static bool IsWhole(KafkaProcess process) => process.ReadModel.Oldest is { } oldest && oldest() is null;

    private static TimeSpan AgeOf(KafkaProcess process) => process.ReadModel.Oldest is not { } oldest
        ? TimeSpan.MaxValue
        : oldest() is { } happened ? DateTimeOffset.UtcNow - happened : TimeSpan.Zero;
}
