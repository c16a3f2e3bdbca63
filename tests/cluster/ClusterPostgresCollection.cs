using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>xUnit finds the definition of a collection only in the assembly of the tests.</summary>
[CollectionDefinition(PostgresCollection.Name)]
public sealed class ClusterPostgresCollection : ICollectionFixture<PostgresFixture>;
