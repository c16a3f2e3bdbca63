using Ticketing.Tests.Support;

namespace Ticketing.Tests.Kafka;

/// <summary>Tests of the whole path from the commit to the grain, with a broker and a Postgres instance.</summary>
[CollectionDefinition(Name)]
public sealed class KafkaEventsCollection : ICollectionFixture<KafkaBroker>, ICollectionFixture<PostgresFixture>
{
    public const string Name = "kafka-events";
}
