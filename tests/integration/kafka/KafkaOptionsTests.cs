using Ticketing.Messaging;

namespace Ticketing.Tests.Kafka;

public sealed class KafkaOptionsTests
{
    private static readonly KafkaOptions Good = new() { BootstrapServers = "localhost:9092" };

    public static TheoryData<KafkaOptions, string> Wrong => new()
    {
        { Good with { BootstrapServers = " " }, "BootstrapServers is missing" },
        { Good with { PartitionsPerTopic = 0 }, "PartitionsPerTopic is 0" },
        { Good with { ReplicationFactor = 0 }, "ReplicationFactor is 0" },
        { Good with { MessageTimeoutSeconds = 601 }, "MessageTimeoutSeconds is 601" },
        { Good with { SessionTimeoutSeconds = 0 }, "SessionTimeoutSeconds is 0" },
        { Good with { MaxInFlightPerGroup = 0 }, "MaxInFlightPerGroup is 0" },
        { Good with { TopicPrefix = "a b" }, "TopicPrefix is 'a b'" },
        { Good with { Security = new Dictionary<string, string> { ["acks"] = "0" } }, "Security:acks" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named(KafkaOptions options, string told)
    {
        var result = new KafkaOptionsValidation().Validate(null, options);

        var failure = Assert.Single(result.Failures!);
        Assert.StartsWith($"Ticketing:Events:Kafka:{told}", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_right_passes() => Assert.True(new KafkaOptionsValidation().Validate(null, Good with
    {
        Security = new Dictionary<string, string> { ["security.protocol"] = "SASL_SSL", ["sasl.mechanism"] = "PLAIN" },
    }).Succeeded);
}
