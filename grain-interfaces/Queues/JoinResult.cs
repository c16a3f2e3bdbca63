namespace Ticketing.Queues;

public enum JoinResult
{
    /// <summary>The fan has a place: a new one, or the one it had.</summary>
    Joined,

    UnknownSchedule,

    /// <summary>The schedule has no queue: reserve without a token.</summary>
    QueueOff,

    /// <summary>The queue drains: nobody new gets a place.</summary>
    Draining,

    /// <summary>The event has begun.</summary>
    SaleOver,
}
