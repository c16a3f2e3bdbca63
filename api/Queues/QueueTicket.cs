using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>A token that one of our keys has signed, and what it says.</summary>
internal readonly record struct QueueTicket(string Token, Guid ScheduleId, QueuePlace Place)
{
    /// <summary>Names the place: a number is given once in a schedule.</summary>
    public (Guid ScheduleId, long Number) Key => (ScheduleId, Place.Number);
}
