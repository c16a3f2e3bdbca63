using Ticketing.Messaging;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

/// <summary>A topic that is deleted and created again while its group consumes: its offsets begin at 0 again.</summary>
[Collection(KafkaCollection.Name)]
[Trait("Needs", "Broker")]
public sealed class RecreatedTopicTests(KafkaBroker broker, ITestOutputHelper output) : KafkaTest(broker, output)
{
    private KafkaOptions OnePartition => Options with { PartitionsPerTopic = 1 };

    [Fact]
    public async Task Events_of_a_recreated_topic_are_handled_and_committed_without_a_restart()
    {
        await CreateTopicsAsync(partitions: 1);
        var group = new FakeGroup("one", [Topic]);
        await using (var process = await StartAsync(OnePartition, group))
        {
            await DeliverAsync(process, Rows(20, keys: 20));
            await Wait.Until(() => Committed("one") == 20, "the old ones are committed");

            await Broker.DeleteTopicAsync(Options.NameOf(Topic));
            await RecreateAsync();
            await DeliverAsync(process, Rows(5, keys: 5));
            await Wait.Until(() => group.Handled.Count == 25, "the first events of the new topic are handled");
            await Wait.Until(() => Committed("one") == 5, "they are committed");
            await DeliverAsync(process, Rows(30, keys: 30));
            await Wait.Until(() => group.Handled.Count == 55, "all events of the new topic are handled");
            await Wait.Until(() => Committed("one") == 35, "all are committed");
        }

        var next = new FakeGroup("one", [Topic]);
        await using var another = await StartAsync(OnePartition, next);
        var marker = Row("marker");
        await DeliverAsync(another, marker);
        await Wait.Until(() => next.Handled.Count > 0, "a new process goes on");
        Assert.Equal(marker.Event, Assert.Single(next.Handled));
    }

    private async Task RecreateAsync()
    {
        // The brokers delete a topic some time after they have answered.
        await Wait.Until(
            async () =>
            {
                try
                {
                    await Broker.CreateTopicAsync(Options.NameOf(Topic), 1);
                    return true;
                }
                catch (Confluent.Kafka.Admin.CreateTopicsException)
                {
                    return false;
                }
            },
            "the topic is created again");
    }
}
