namespace Ticketing.Tests.Simulation;

/// <summary>The probability of each fault, per call or per second.</summary>
internal sealed record Faults
{
    public static readonly Faults None = new();

    public static readonly Faults Many = new()
    {
        RefusedCommit = 0.02,
        UnknownCommit = 0.02,
        LateCommit = 0.01,
        FailedLoad = 0.01,
        SlowStore = 0.05,
        OutageEachSecond = 0.004,
        RefusedMessage = 0.05,
        CrashedGrainEachSecond = 0.5,
        CrashedProcessEachSecond = 0.02,
    };

    /// <summary>Nothing is written, and the exception says so.</summary>
    public double RefusedCommit { get; init; }

    /// <summary>The commit is written or not, and the caller gets an unknown outcome.</summary>
    public double UnknownCommit { get; init; }

    /// <summary>The caller gets an unknown outcome, and the commit lands up to 20 s later.</summary>
    public double LateCommit { get; init; }

    public double FailedLoad { get; init; }

    /// <summary>A call takes up to 15 s instead of some milliseconds.</summary>
    public double SlowStore { get; init; }

    /// <summary>The store is down for up to two minutes: longer than a hold that a payment has extended.</summary>
    public double OutageEachSecond { get; init; }

    /// <summary>The receiver of an event does not accept it.</summary>
    public double RefusedMessage { get; init; }

    public double CrashedGrainEachSecond { get; init; }

    public double CrashedProcessEachSecond { get; init; }
}
