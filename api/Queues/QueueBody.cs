using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>The queue of a schedule, for everybody.</summary>
/// <param name="Enabled">Off: reserve without a token.</param>
/// <param name="OpensAt">When the sale opens; nobody's turn comes before.</param>
/// <param name="Paused">Nobody is admitted at the moment; everybody keeps their place.</param>
/// <param name="Draining">Nobody new gets a place.</param>
/// <param name="LastNumber">The highest number given.</param>
/// <param name="AdmittedThrough">Every turn up to this one has come.</param>
/// <param name="SoldOut">No seat is free and none is held.</param>
/// <param name="OnlyHeldSeats">No seat is free, but some are held.</param>
/// <param name="Draw">How the order of those is made who come before the opening; null: in order of arrival.</param>
public sealed record QueueBody(
    Guid ScheduleId,
    bool Enabled,
    DateTimeOffset OpensAt,
    bool Paused,
    bool Draining,
    long LastNumber,
    long AdmittedThrough,
    long Waiting,
    double AdmittedPerMinute,
    bool SoldOut,
    bool OnlyHeldSeats,
    QueueDrawBody? Draw)
{
    internal static QueueBody Of(QueueStanding standing) => new(
        standing.ScheduleId,
        standing.Settings.Enabled,
        standing.OpensAt,
        standing.Settings.Paused,
        standing.Settings.Draining,
        standing.LastNumber,
        standing.AdmittedThrough,
        standing.Waiting,
        standing.AdmittedPerMinute,
        standing.Supply == SeatSupply.SoldOut,
        standing.Supply == SeatSupply.OnlyHeld,
        QueueDrawBody.Of(standing));
}
