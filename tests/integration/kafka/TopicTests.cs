using Confluent.Kafka;
using Ticketing.Messaging;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

[Collection(KafkaCollection.Name)]
public sealed class TopicTests(KafkaBroker broker, ITestOutputHelper output) : KafkaTest(broker, output)
{
    [Fact]
    public async Task Topics_that_cannot_be_made_are_named_in_one_line()
    {
        // More replicas than there can be brokers, in case a broker would create the topics.
        await using var process = new KafkaProcess(
            Options with { ReplicationFactor = 100 }, [new FakeGroup("one", [Topic])]);

        var complaint = await Assert.ThrowsAsync<InvalidOperationException>(process.StartAsync);

        Assert.StartsWith(
            "Kafka topics are missing and could not be made (", complaint.Message, StringComparison.Ordinal);
        Assert.Contains($"{Options.NameOf(Topic)} (12 partitions)", complaint.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"{Options.DeadLetterNameOf(Topic)} (1 partitions)", complaint.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', complaint.Message);
    }

    [Fact]
    public async Task Other_partitions_than_configured_are_told_and_kept()
    {
        await CreateTopicsAsync(partitions: 3);
        await using var process = new KafkaProcess(Options, [new FakeGroup("one", [Topic])], Log);
        await process.StartAsync();

        Assert.Contains(Log.Lines, line => line.Contains($"{Options.NameOf(Topic)} (3)", StringComparison.Ordinal));
    }

    /// <summary>The mock cluster creates no topics.</summary>
    [Fact]
    [Trait("Needs", "Broker")]
    public async Task Topics_are_made_with_the_configured_partitions()
    {
        var options = Options with { PartitionsPerTopic = 7 };
        await using var process = await StartAsync(options, new FakeGroup("one", [Topic]));

        using var admin = new AdminClientBuilder(KafkaSettings.Admin(Options)).Build();
        var partitions = admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics
            .ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);
        Assert.Equal(7, partitions[Options.NameOf(Topic)]);
        Assert.Equal(1, partitions[Options.DeadLetterNameOf(Topic)]);
    }

    [Fact]
    public async Task A_property_that_librdkafka_does_not_know_is_named()
    {
        var options = Options with { Security = new Dictionary<string, string> { ["ssl.no.such"] = "x" } };
        await using var process = new KafkaProcess(options, [new FakeGroup("one", [Topic])]);

        var complaint = await Assert.ThrowsAsync<InvalidOperationException>(process.StartAsync);

        Assert.Contains("ssl.no.such", complaint.Message, StringComparison.Ordinal);
    }
}
