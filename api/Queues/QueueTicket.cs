using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>A token that one of our keys has signed, and what it says.</summary>
internal readonly record struct QueueTicket(string Token, Guid ScheduleId, QueuePlace Place);
