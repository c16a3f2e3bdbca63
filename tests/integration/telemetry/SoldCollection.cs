namespace Ticketing.Tests.Telemetry;

[CollectionDefinition(Name)]
public sealed class SoldCollection : ICollectionFixture<SoldProcess>
{
    public const string Name = "sold";
}
