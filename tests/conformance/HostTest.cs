namespace Ticketing.Tests.Host;

/// <summary>What all tests of the behaviour suite share.</summary>
public abstract class HostTest
{
    /// <summary>Runs a test in a world of its own.</summary>
    protected static void In(Func<GrainWorld, Task> test) => In(new WorldOptions(), test);

    protected static void In(WorldOptions options, Func<GrainWorld, Task> test)
    {
        using var world = HostUnderTest.World(options);
        world.Run(() => test(world));
    }

    protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    protected static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    /// <summary>The notes that tell of requests.</summary>
    protected static string[] Requests(GrainWorld world) => [.. world.Probe.Notes.Where(
        note => note.StartsWith("begin", StringComparison.Ordinal)
            || note.StartsWith("end", StringComparison.Ordinal))];
}
