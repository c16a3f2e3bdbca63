namespace Ticketing.Tests.Host;

/// <summary>What tests share that only the embedded host can pass.</summary>
public abstract class EmbeddedTest
{
    protected static void In(Func<EmbeddedWorld, Task> test, int? seed = null)
    {
        using var world = new EmbeddedWorld(new WorldOptions(), seed);
        world.Run(() => test(world));
    }

    protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
