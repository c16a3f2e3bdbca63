namespace Ticketing.Tests.Support;

/// <summary>Test classes that share one instance of Postgres; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "postgres";
}
