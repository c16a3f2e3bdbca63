namespace Ticketing.Queues;

/// <summary>One fan at one schedule.</summary>
[GenerateSerializer, Immutable, Alias("FanKey")]
public readonly record struct FanKey([property: Id(0)] Guid ScheduleId, [property: Id(1)] Guid UserId);
