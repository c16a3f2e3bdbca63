namespace Ticketing.Tests.Conformance;

/// <summary>A host with the test grains in it: all that the behaviour suite knows of the host it runs on.</summary>
public abstract class GrainWorld : IDisposable
{
    public abstract IGrainFactory Grains { get; }

    /// <summary>What the grains noted, and the gates they wait at.</summary>
    public abstract Probe Probe { get; }

    /// <summary>Runs a test from outside of any grain.</summary>
    public abstract void Run(Func<Task> body);

    /// <summary>Lets time pass for grains and test.</summary>
    public abstract Task Delay(TimeSpan time);

    /// <summary>Lets everything happen that needs no time.</summary>
    public abstract Task Settle();

    /// <summary>The clock by which calls time out.</summary>
    public abstract TimeProvider CallClock { get; }

    /// <summary>Lets pass what calls with that timeout have from now on, and a moment more.</summary>
    public abstract Task OutlastCalls(TimeSpan responseTimeout);

    public abstract void Dispose();

    public IPeer Peer(string key = "peer") => Grains.GetGrain<IPeer>(key);
}
