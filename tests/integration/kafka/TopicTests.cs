using Confluent.Kafka;
using Ticketing.Messaging;
using Xunit.Abstractions;
using ErrorCode = Confluent.Kafka.ErrorCode; // Orleans has one as well

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

    /// <summary>The errors of brokers before 2.4 (made by the client) and of later ones.</summary>
    [Theory]
    [InlineData(ErrorCode.Local_UnsupportedFeature, -1, "Kafka:ReplicationFactor to the number of copies")]
    [InlineData(ErrorCode.InvalidReplicationFactor, -1, "Kafka:ReplicationFactor to the number of copies")]
    [InlineData(ErrorCode.InvalidReplicationFactor, 3, "Kafka:ReplicationFactor to at most the number of brokers")]
    [InlineData(ErrorCode.TopicAuthorizationFailed, -1, "Create them")]
    public void The_complaint_says_what_to_set(ErrorCode code, int replicationFactor, string advice) =>
        Assert.Contains(advice, KafkaTopics.Advice(code, replicationFactor), StringComparison.Ordinal);

    /// <summary>The mock cluster creates no topics.</summary>
    [Fact]
    [Trait("Needs", "Broker")]
    public async Task Brokers_without_a_default_get_topics_with_the_factor_that_the_complaint_asks_for()
    {
        await using var process = new KafkaProcess(
            Options with { ReplicationFactor = -1 }, [new FakeGroup("one", [Topic])]);
        try
        {
            await process.StartAsync();
            return; // these brokers have a default
        }
        catch (InvalidOperationException complaint)
        {
            Output.WriteLine(complaint.Message);
            Assert.Contains("Kafka:ReplicationFactor to the number of copies, 1", complaint.Message,
                StringComparison.Ordinal);
        }

        await using var mended = await StartAsync(
            Options with { ReplicationFactor = 1 }, new FakeGroup("one", [Topic]));
    }

    [Fact]
    public async Task Other_partitions_than_configured_are_told_and_kept()
    {
        await CreateTopicsAsync(partitions: 3);
        await using var process = new KafkaProcess(Options, [new FakeGroup("one", [Topic])], Log);
        await process.StartAsync();

        Assert.Contains(Log.Messages, line => line.Contains($"{Options.NameOf(Topic)} (3)", StringComparison.Ordinal));
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
