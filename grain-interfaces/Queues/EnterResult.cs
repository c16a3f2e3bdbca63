namespace Ticketing.Queues;

public enum EnterResult
{
    /// <summary>The fan is active.</summary>
    Active,

    /// <summary>The turn has not come.</summary>
    Waiting,

    /// <summary>The place was given back, by this fan.</summary>
    Left,

    /// <summary>The fan did not come within the claim window.</summary>
    Missed,

    /// <summary>The active window is over.</summary>
    RanOut,

    /// <summary>Paid: the turn was used.</summary>
    Served,

    /// <summary>The reservation of this turn was cancelled or expired.</summary>
    Released,

    /// <summary>There is no such place, and never was.</summary>
    Unknown,

    /// <summary>The schedule has no queue.</summary>
    QueueOff,
}
