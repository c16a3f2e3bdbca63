namespace Ticketing.Queues;

public enum ChangeQueueResult
{
    Changed,
    UnknownSchedule,

    /// <summary>The draw cannot be switched once somebody has a place.</summary>
    DrawIsFixed,
}
