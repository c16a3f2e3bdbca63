namespace Ticketing.Queues;

/// <summary>What became of a fan's place in the queue. The numbers are stored.</summary>
public enum PlaceStatus
{
    Waiting = 0,

    /// <summary>The turn has come; the claim window runs.</summary>
    Admitted = 1,

    /// <summary>The fan came and may reserve until the deadline.</summary>
    Active = 2,

    /// <summary>Ended: the fan paid.</summary>
    Served = 3,

    /// <summary>Ended: the fan gave the place back.</summary>
    Left = 4,

    /// <summary>Ended: the fan did not come within the claim window.</summary>
    Missed = 5,

    /// <summary>Ended: the active window was over.</summary>
    RanOut = 6,

    /// <summary>Ended: the reservation of this turn was cancelled or expired.</summary>
    Released = 7,
}
