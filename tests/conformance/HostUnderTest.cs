namespace Ticketing.Tests.Host;

/// <summary>The host that the behaviour suite runs on; tests/orleans has another one of this name.</summary>
public static class HostUnderTest
{
    public static GrainWorld World(WorldOptions options) => new EmbeddedWorld(options);
}
