using System.Diagnostics;
using Confluent.Kafka;
using Ticketing.Messaging;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

[Collection(KafkaCollection.Name)]
public sealed class DeliveryTests(KafkaBroker broker, ITestOutputHelper output) : KafkaTest(broker, output)
{
    [Fact]
    public async Task An_event_reaches_every_group_with_all_that_it_carries()
    {
        await CreateTopicsAsync();
        var groups = new[] { new FakeGroup("one", [Topic]), new FakeGroup("other", [Topic]) };
        await using var process = await StartAsync(Options, [.. groups]);
        var row = Row("k", payload: """{"seat":"Ä 1"}""");
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        row = row with { Event = row.Event with { TraceParent = Trace } };

        await DeliverAsync(process, row);
        await Wait.Until(() => groups.All(group => group.Handled.Count > 0), "both groups have it");

        Assert.All(groups, group => Assert.Equal(row.Event, Assert.Single(group.Handled)));
    }

    [Fact]
    public async Task A_message_is_a_cloud_event()
    {
        await CreateTopicsAsync();
        await using var process = await StartAsync(Options, new FakeGroup("none", [Topic]));
        var row = Row("k", onlyGroup: "one");

        await DeliverAsync(process, row);

        using var reader = new ConsumerBuilder<string, string>(KafkaSettings.Consumer(Options, "reader")).Build();
        reader.Assign(Enumerable.Range(0, 12).Select(
            partition => new TopicPartitionOffset(Options.NameOf(Topic), partition, Offset.Beginning)));
        var message = reader.Consume(TimeSpan.FromSeconds(20)).Message;
        Assert.Equal("k", message.Key);
        Assert.Equal("1.0", message.Headers.Find("ce_specversion"));
        Assert.Equal(row.Event.EventId.ToString(), message.Headers.Find("ce_id"));
        Assert.Equal(Topic, message.Headers.Find("ce_type"));
        Assert.Equal("/orleans-ticketing", message.Headers.Find("ce_source"));
        Assert.Equal(row.Event.OccurredAt, DateTimeOffset.Parse(message.Headers.Find("ce_time")!, null));
        Assert.Equal("application/json", message.Headers.Find("content-type"));
        Assert.Equal("one", message.Headers.Find("only-group"));
    }

    [Fact]
    public async Task An_event_for_one_group_is_passed_over_by_the_others()
    {
        await CreateTopicsAsync(partitions: 1);
        var one = new FakeGroup("one", [Topic]);
        var other = new FakeGroup("other", [Topic]);
        await using var process = await StartAsync(Options with { PartitionsPerTopic = 1 }, one, other);

        await DeliverAsync(process, Row("k", onlyGroup: "one"), Row("k"));
        await Wait.Until(() => one.Handled.Count == 2 && other.Handled.Count == 1, "both have their events");

        Assert.Equal(one.Handled[1], other.Handled[0]);
        await Wait.Until(() => Committed("other") == 2, "skipped events are committed");
    }

    [Fact]
    public async Task What_is_delivered_twice_is_handled_twice_with_the_same_id()
    {
        await CreateTopicsAsync();
        var group = new FakeGroup("one", [Topic]);
        await using var process = await StartAsync(Options, group);
        await using var next = new KafkaProcess(Options, []);
        var row = Row("k");

        await DeliverAsync(process, row);
        // The relay was killed before it deleted the row, and another relay has the shard now.
        await DeliverAsync(next, row);
        await Wait.Until(() => group.Handled.Count == 2, "it came twice");

        Assert.Equal(row.Event.EventId, Assert.Single(group.Handled.Select(one => one.EventId).Distinct()));
    }

    [Fact]
    public async Task What_others_wrote_has_an_id_by_which_it_can_be_found()
    {
        await CreateTopicsAsync();
        var group = new FakeGroup("one", [Topic]);
        await using var process = await StartAsync(Options, group);

        await process.Sender.SendAsync(Options.NameOf(Topic), new Message<string, string>(), CancellationToken.None);
        await Wait.Until(() => group.Handled.Count == 1, "the message came");

        Assert.Equal((Topic, "", ""), (group.Handled[0].Topic, group.Handled[0].Key, group.Handled[0].Payload));
        Assert.NotEqual(Guid.Empty, group.Handled[0].EventId);
    }

    [Fact]
    public async Task The_order_of_each_key_is_kept()
    {
        await CreateTopicsAsync();
        var group = new FakeGroup("one", [Topic]);
        await using var process = await StartAsync(Options, group);
        await DeliverAsync(process, Row("first", payload: "0"));
        await Wait.Until(() => group.Handled.Count == 1, "the group has joined");

        var started = Stopwatch.GetTimestamp();
        await DeliverAsync(process, Rows(5_000, keys: 500));
        await Wait.Until(() => group.Handled.Count == 5_001, "all are handled");
        Output.WriteLine($"5,000 at once in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        AssertInOrderPerKey(group.Taken);
    }
}
