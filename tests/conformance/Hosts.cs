namespace Ticketing.Tests.Conformance;

/// <summary>The host that the suite runs on: the simulator, or an Orleans silo.</summary>
public interface IHost
{
    static abstract GrainWorld Start(WorldOptions options);
}

/// <summary>The simulator, on one thread under virtual time.</summary>
public sealed class SimulatedHost : IHost
{
    public static GrainWorld Start(WorldOptions options) => new SimulatedWorld(options);
}

/// <summary>An Orleans silo and its client in this process.</summary>
public sealed class SiloHost : IHost
{
    public static GrainWorld Start(WorldOptions options) => new SiloWorld(options);
}

/// <summary>Shared by all classes of the suite.</summary>
public abstract class HostTest<THost>
    where THost : IHost
{
    /// <summary>Runs a test in a world of its own.</summary>
    protected static void In(Func<GrainWorld, Task> test) => In(new WorldOptions(), test);

    protected static void In(WorldOptions options, Func<GrainWorld, Task> test)
    {
        using var world = THost.Start(options);
        world.Run(() => test(world));
    }

    protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    protected static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    /// <summary>The notes about requests.</summary>
    protected static string[] Requests(GrainWorld world) => [.. world.Probe.Notes.Where(
        note => note.StartsWith("begin", StringComparison.Ordinal)
            || note.StartsWith("end", StringComparison.Ordinal))];
}

/// <summary>Tests of the simulator's own promises.</summary>
public abstract class SimulatorTest : HostTest<SimulatedHost>
{
    protected static void In(Func<SimulatedWorld, Task> test, int? seed = null)
    {
        using var world = new SimulatedWorld(new WorldOptions(), seed);
        world.Run(() => test(world));
    }
}
