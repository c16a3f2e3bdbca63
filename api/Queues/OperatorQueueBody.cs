using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>The queue of a schedule, for who runs the sale.</summary>
/// <param name="Settings">See PATCH.</param>
/// <param name="Waiting">Fans whose turn has not come.</param>
/// <param name="Active">Fans admitted: those who came, and those who still have time to come.</param>
/// <param name="AdmittedPerMinute">Over the last minute.</param>
/// <param name="Served">Fans who paid.</param>
/// <param name="Abandoned">Places that ended otherwise.</param>
public sealed record OperatorQueueBody(
    Guid ScheduleId,
    QueueSettingsBody Settings,
    long LastNumber,
    long AdmittedThrough,
    long Waiting,
    int Active,
    double AdmittedPerMinute,
    long Served,
    long Abandoned,
    bool SoldOut,
    bool OnlyHeldSeats,
    QueueDrawBody? Draw)
{
    internal static OperatorQueueBody Of(QueueStanding standing) => new(
        standing.ScheduleId,
        QueueSettingsBody.Of(standing.Settings),
        standing.LastNumber,
        standing.AdmittedThrough,
        standing.Waiting,
        standing.Active,
        standing.AdmittedPerMinute,
        standing.Served,
        standing.Abandoned,
        standing.Supply == SeatSupply.SoldOut,
        standing.Supply == SeatSupply.OnlyHeld,
        QueueDrawBody.Of(standing));
}
