namespace Ticketing.Events;

/// <summary>
/// The body of every <c>waiting-token.*</c> event, version 1: one a committed batch, not one a fan. Key: the schedule.
/// </summary>
/// <param name="Count">Fans of this batch.</param>
/// <param name="Through">Created: the highest number given. Activated: the watermark.</param>
[GenerateSerializer, Immutable, Alias("WaitingTokenEvent")]
public sealed record WaitingTokenEvent(
    [property: Id(0)] Guid ScheduleId,
    [property: Id(1)] int Count,
    [property: Id(2)] long Through);
