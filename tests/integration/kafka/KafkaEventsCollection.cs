using Ticketing.Tests.Support;

namespace Ticketing.Tests.Kafka;

/// <summary>Tests of the whole way, from the commit to the grain: a broker and an instance of Postgres.</summary>
[CollectionDefinition(Name)]
public sealed class KafkaEventsCollection : ICollectionFixture<KafkaBroker>, ICollectionFixture<PostgresFixture>
{
    public const string Name = "kafka-events";
}
