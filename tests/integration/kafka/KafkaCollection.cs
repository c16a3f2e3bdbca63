namespace Ticketing.Tests.Kafka;

/// <summary>Test classes that share one broker; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class KafkaCollection : ICollectionFixture<KafkaBroker>
{
    public const string Name = "kafka";
}
