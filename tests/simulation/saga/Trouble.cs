namespace Ticketing.Tests.Saga;

/// <summary>What befalls an edge of the saga.</summary>
public enum Trouble
{
    None,

    /// <summary>Handling fails some times, and then does not.</summary>
    Fails,

    /// <summary>Handling fails until it is a dead letter; later it is replayed.</summary>
    FailsForGood,

    /// <summary>The first is handled when the hold is long over.</summary>
    Late,

    /// <summary>Everything is handled twice at once, and once more after a while.</summary>
    Twice,

    /// <summary>Everything is handled after what comes later has been.</summary>
    Overtaken,
}
