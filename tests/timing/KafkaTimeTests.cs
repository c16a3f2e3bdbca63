using System.Collections.Concurrent;
using System.Diagnostics;
using Ticketing.Events;
using Ticketing.Tests.Kafka;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Timing;

[Collection(KafkaCollection.Name)]
public sealed class KafkaTimeTests(KafkaBroker broker, ITestOutputHelper output) : KafkaTest(broker, output)
{
    private const string ReadModel = "read-model";

    [Fact]
    public async Task An_event_is_handled_soon_after_it_was_sent()
    {
        await CreateTopicsAsync();
        var delays = new ConcurrentQueue<TimeSpan>();
        var sent = new ConcurrentDictionary<Guid, long>();
        var group = new FakeGroup("one", [Topic], (received, _) =>
        {
            if (sent.TryGetValue(received.EventId, out var start)) delays.Enqueue(Stopwatch.GetElapsedTime(start));
            return Task.CompletedTask;
        });
        await using var process = await StartAsync(Options, group);
        await DeliverAsync(process, Rows(500, keys: 500));
        await Wait.Until(() => group.Handled.Count == 500, "the group has joined");

        foreach (var row in Rows(300, keys: 300))
        {
            sent[row.Event.EventId] = Stopwatch.GetTimestamp();
            _ = process.Transport.DeliverAsync(row, CancellationToken.None);
            await Task.Delay(5);
        }

        await Wait.Until(() => delays.Count == 300, "all are handled");
        var sorted = delays.Order().ToArray();
        Output.WriteLine(
            $"sent to handled: p50 {sorted[150].TotalMilliseconds:0.0} ms, p99 {sorted[297].TotalMilliseconds:0.0} ms");
        Assert.InRange(sorted[150].TotalMilliseconds, 0, 200);
    }

    [Fact]
    public async Task The_first_event_of_a_topic_goes_without_delay()
    {
        string[] topics =
            [Topics.ReservationCreated, Topics.ReservationCancelled, Topics.OrderProcessed, Topics.TicketIssued];
        await CreateTopicsAsync(partitions: 1, topics);
        await using var sender = new KafkaProcess(Options, []);
        await DeliverAsync(sender, Row("k", topics[0])); // the client has to find the brokers first
        await Task.Delay(2_000);

        foreach (var topic in topics.Skip(1))
        {
            var watch = Stopwatch.StartNew();
            await DeliverAsync(sender, Row("k", topic));
            Output.WriteLine($"{topic}: {watch.ElapsedMilliseconds} ms");
            Assert.InRange(watch.ElapsedMilliseconds, 0, 400);
        }
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
        // The time until the partitions are assigned is not measured.
        var young = Stopwatch.StartNew();
        await Wait.Until(
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

    private async Task SendAsync(KafkaProcess sender, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            await DeliverAsync(sender, Row($"key-{number % 97}"), Row($"key-{(number + 50) % 97}"));
            await Task.Delay(5, CancellationToken.None);
        }
    }

    private static TimeSpan AgeOf(KafkaProcess process) => process.ReadModel.Oldest is not { } oldest
        ? TimeSpan.MaxValue
        : oldest() is { } happened ? DateTimeOffset.UtcNow - happened : TimeSpan.Zero;
}
