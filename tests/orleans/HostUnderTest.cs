namespace Ticketing.Tests.Host;

/// <summary>The host that the behaviour suite runs on here.</summary>
public static class HostUnderTest
{
    public static GrainWorld World(WorldOptions options) => new OrleansWorld(options);
}
