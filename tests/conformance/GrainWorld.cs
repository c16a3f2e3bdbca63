namespace Ticketing.Tests.Conformance;

/// <summary>A host for the test grains; the behaviour suite uses no other part of the simulator or silo.</summary>
public abstract class GrainWorld : IDisposable
{
    public abstract IGrainFactory Grains { get; }

    /// <summary>The notes of the grains, and the gates that they wait at.</summary>
    public abstract Probe Probe { get; }

    /// <summary>Runs a test from outside of any grain.</summary>
    public abstract void Run(Func<Task> body);

    /// <summary>Lets time pass for grains and test.</summary>
    public abstract Task Delay(TimeSpan time);

    /// <summary>Lets everything happen that takes no time.</summary>
    public abstract Task Settle();

    /// <summary>The clock by which calls time out.</summary>
    public abstract TimeProvider CallClock { get; }

    /// <summary>Waits a little longer than this timeout, so that every current call that has it times out.</summary>
    public abstract Task OutlastCalls(TimeSpan responseTimeout);

    public abstract void Dispose();

    public IPeer Peer(string key = "peer") => Grains.GetGrain<IPeer>(key);
}
