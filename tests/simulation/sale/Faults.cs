namespace Ticketing.Tests.Simulation;

/// <summary>How likely each fault is, a call or a second.</summary>
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

    /// <summary>Nothing was written, and the caller is told so.</summary>
    public double RefusedCommit { get; init; }

    /// <summary>Written or not, and the caller is told that nobody knows.</summary>
    public double UnknownCommit { get; init; }

    /// <summary>The caller is told that nobody knows, and the commit lands up to 20 s later.</summary>
    public double LateCommit { get; init; }

    public double FailedLoad { get; init; }

    /// <summary>Up to 15 s instead of some milliseconds.</summary>
    public double SlowStore { get; init; }

    /// <summary>The store is away for up to two minutes: longer than a hold that a payment has extended.</summary>
    public double OutageEachSecond { get; init; }

    /// <summary>Who is told of an event does not take it.</summary>
    public double RefusedMessage { get; init; }

    public double CrashedGrainEachSecond { get; init; }

    public double CrashedProcessEachSecond { get; init; }
}
