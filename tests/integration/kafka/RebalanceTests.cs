using Ticketing.Messaging;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

[Collection(KafkaCollection.Name)]
public sealed class RebalanceTests(KafkaBroker broker, ITestOutputHelper output) : KafkaTest(broker, output)
{
    private const int Partitions = 12;

    [Fact]
    public async Task Processes_share_the_partitions_of_a_group_and_hand_them_on()
    {
        await CreateTopicsAsync();
        var first = new FakeGroup("one", [Topic], (_, stopping) => Task.Delay(5, stopping));
        var second = new FakeGroup("one", [Topic], (_, stopping) => Task.Delay(5, stopping));
        await using var sender = new KafkaProcess(Options, []);
        await using var one = await StartAsync(Options, first);
        using var enough = new CancellationTokenSource();
        var sent = new List<OutboxRow>();
        var sending = SendAsync(sender, sent, enough.Token);
        await Wait.Until(() => first.Handled.Count > 0, "the first handles events");

        await using var two = await StartAsync(Options, second);
        await Wait.Until(() => second.Handled.Count > 100, "the second has its share");
        var before = first.Handled.Count;
        await Wait.Until(() => first.Handled.Count > before + 100, "the first handles more events");

        // The mock rejects commits while it assigns partitions. When a process leaves before its next commit,
        // everything it has handled since the last one is delivered again.
        var committed = Enumerable.Range(0, Partitions).Select(at => Committed("one", at) ?? 0).ToArray();
        await Wait.Until(
            () => Enumerable.Range(0, Partitions).All(at => Committed("one", at) > committed[at]),
            "commits are taken again");
        await one.StopAsync();
        await Task.Delay(1_000);
        await enough.CancelAsync();
        await sending;
        await Wait.Until(() => All().DistinctBy(each => each.EventId).Count() == sent.Count, "all is handled");
        // No event comes twice as long as the group has time to finish events in flight before a partition is revoked,
        // and the mock takes the commit. Otherwise those since the last commit come again, behind the ones taken.
        var twice = All().Count() - sent.Count;
        Output.WriteLine($"{sent.Count} events, {twice} of them twice");
        Assert.InRange(twice, 0, Options.MaxInFlightPerGroup);
        AssertInOrderPerKey(first.Taken.DistinctBy(each => each.EventId));
        AssertInOrderPerKey(second.Taken.DistinctBy(each => each.EventId));

        IEnumerable<Storage.OutboxEvent> All() => first.Handled.Concat(second.Handled);
    }

    private async Task SendAsync(KafkaProcess sender, List<OutboxRow> sent, CancellationToken enough)
    {
        var number = 0;
        while (!enough.IsCancellationRequested)
        {
            var rows = Enumerable.Range(0, 20).Select(_ => Row($"key-{number % 97}", payload: $"{number++}")).ToArray();
            sent.AddRange(rows);
            await DeliverAsync(sender, rows);
            await Task.Delay(100, CancellationToken.None); // 200 a second: the bound above is that of ten seconds
        }
    }

    [Fact]
    public async Task A_partition_that_was_paused_when_it_was_given_away_is_read_when_it_comes_back()
    {
        const int Events = 200;
        await CreateTopicsAsync();
        var open = new TaskCompletionSource();
        var first = new FakeGroup("one", [Topic], (_, _) => open.Task);
        var second = new FakeGroup("one", [Topic], (_, stopping) => Task.Delay(-1, stopping));
        var options = Options with { MaxInFlightPerGroup = 5 };
        await using var one = await StartAsync(options, first);
        await DeliverAsync(one, Rows(Events, keys: Events));
        await Wait.Until(() => first.Taken.Count >= options.MaxInFlightPerGroup, "the first has paused");

        await using (await StartAsync(options, second))
        {
            await Wait.Until(() => second.Taken.Count > 0, "the second has its share");
            open.SetResult();
        }

        await Wait.Until(
            () => first.Handled.DistinctBy(each => each.EventId).Count() == Events, "the first has handled all");
    }

    [Fact]
    public async Task Who_stops_before_the_group_has_its_partitions_neither_dies_nor_hangs()
    {
        await CreateTopicsAsync();
        await Task.WhenAll(((int[])[0, 100, 1_000, 2_900, 3_000, 3_100]).Select(async milliseconds =>
        {
            await using var process = await StartAsync(Options, new FakeGroup($"group-{milliseconds}", [Topic]));
            await Task.Delay(milliseconds);
        }));

        await Task.Delay(2_000);
        GC.Collect();
        await Task.Run(GC.WaitForPendingFinalizers).WaitAsync(TimeSpan.FromSeconds(10));
    }
}
