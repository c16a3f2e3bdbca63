using System.Diagnostics;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

/// <summary>Brokers that go away and come back. Each test has a mock cluster of its own.</summary>
public sealed class OutageTests(ITestOutputHelper output) : KafkaTest(new KafkaBroker(), output), IAsyncLifetime
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);

    public Task InitializeAsync() => Broker.StartMockAsync();

    public Task DisposeAsync() => Broker.DisposeAsync();

    [Fact]
    public async Task Nothing_is_lost_and_no_order_while_the_brokers_are_away_for_long()
    {
        // Events time out at the client several times during the outage.
        var options = Options with { MessageTimeoutSeconds = 8 };
        await CreateTopicsAsync();
        var group = new FakeGroup("one", [Topic]);
        await using var process = await StartAsync(options, group);
        var rows = Rows(900, keys: 60);
        await DeliverAsync(process, rows[..300]);
        await Wait.Until(() => group.Handled.Count == 300, "the first are handled");

        await Broker.TakeDownAsync();
        var deliveries = DeliverAsync(process, rows[300..600]);
        await Task.Delay(Outage);
        Assert.False(deliveries.IsCompleted);
        await Broker.BringUpAsync();
        var back = Stopwatch.GetTimestamp();
        await deliveries;
        Output.WriteLine($"sent {Stopwatch.GetElapsedTime(back).TotalSeconds:0.0} s after the brokers were back");
        await DeliverAsync(process, rows[600..]);
        await Wait.Until(() => group.Handled.DistinctBy(one => one.EventId).Count() == 900, "all are handled");
        Output.WriteLine(
            $"handled {Stopwatch.GetElapsedTime(back).TotalSeconds:0.0} s after, {group.Handled.Count - 900} twice");
        AssertInOrderPerKey(group.Taken.DistinctBy(one => one.EventId));
    }

    [Fact]
    public async Task A_process_starts_without_brokers_and_finds_them_later()
    {
        await CreateTopicsAsync();
        await Broker.TakeDownAsync();
        var group = new FakeGroup("one", [Topic]);
        await using var process = await StartAsync(Options, group);
        var delivery = DeliverAsync(process, Row("k"));

        await Broker.BringUpAsync();
        await delivery;
        await Wait.Until(() => group.Handled.Count == 1, "it is handled");
    }

    [Fact]
    public async Task Brokers_that_come_back_elsewhere_are_found_where_they_are_asked_for_first()
    {
        var door = ServerProcess.FreePort();
        await CreateTopicsAsync();
        await Broker.ListenAsync(door);
        var group = new FakeGroup("one", [Topic]);
        await using var process = await StartAsync(Options, group);
        await DeliverAsync(process, Row("k"));
        // A mock cluster that does not know the group yet would accept a late commit of the client; no broker does.
        await Wait.Until(
            () => Enumerable.Range(0, 12).Any(partition => Committed("one", partition) == 1), "it is committed");

        await Broker.KillMockAsync();
        await Broker.StartMockAsync();
        await CreateTopicsAsync();
        await Broker.ListenAsync(door);
        var back = Stopwatch.GetTimestamp();
        await DeliverAsync(process, Row("k"));
        await Wait.Until(() => group.Handled.Count == 2, "the group has joined again");
        Output.WriteLine($"handled {Stopwatch.GetElapsedTime(back).TotalSeconds:0.0} s after");
    }

    [Fact]
    public async Task What_is_cancelled_while_the_brokers_are_away_is_never_sent()
    {
        await CreateTopicsAsync();
        var group = new FakeGroup("one", [Topic]);
        await using var process = await StartAsync(Options, group);
        await DeliverAsync(process, Row("k", payload: "0"));
        await Wait.Until(() => group.Handled.Count == 1, "the group has joined");
        var rows = Rows(3, keys: 1);

        await Broker.TakeDownAsync();
        using var shardLost = new CancellationTokenSource();
        var lost = rows.Select(row => process.Transport.DeliverAsync(row, shardLost.Token)).ToArray();
        await Task.Delay(500);
        await shardLost.CancelAsync();
        foreach (var delivery in lost) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery);

        await Broker.BringUpAsync();
        await DeliverAsync(process, Row("key-0", payload: "9"));
        // Of the same key, so whatever was sent before it would be handled before it.
        await Wait.Until(() => group.Handled.Any(one => one.Payload == "9"), "the next event is handled");
        Assert.Equal(["0", "9"], group.Handled.Select(one => one.Payload));
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_brokers_that_are_away()
    {
        await CreateTopicsAsync();
        var group = new FakeGroup("one", [Topic], (_, stopping) => Task.Delay(500, stopping));
        var process = await StartAsync(Options, group);
        await DeliverAsync(process, Rows(20, keys: 20));
        await Wait.Until(() => group.Taken.Count == 20, "all are in flight");

        await Broker.TakeDownAsync();
        var started = Stopwatch.GetTimestamp();
        await process.DisposeAsync();

        Output.WriteLine($"stopped after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 20);
    }

    [Fact]
    public async Task While_the_brokers_are_away_the_read_model_counts_as_left_behind()
    {
        await CreateTopicsAsync();
        await using var process = await StartAsync(Options, new FakeGroup("read-model", [Topic]));
        await Wait.Until(() => process.ReadModel.Oldest is { } oldest && oldest() is null, "there is no lag");

        await Broker.TakeDownAsync();
        var down = DateTimeOffset.UtcNow;
        await Wait.Until(() => process.ReadModel.Oldest!() is not null, "a lag is assumed");
        Output.WriteLine($"doubted after {(DateTimeOffset.UtcNow - down).TotalSeconds:0.0} s");
        await Task.Delay(5_000);
        Assert.InRange(process.ReadModel.Oldest!()!.Value, down.AddSeconds(-2), down.AddSeconds(0.5));

        await Broker.BringUpAsync();
        await Wait.Until(() => process.ReadModel.Oldest!() is null, "there is no lag again");
    }
}
