using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>A fan's place in the queue of a schedule.</summary>
/// <param name="Token">Send it as 'Queue-Token' with a reservation.</param>
/// <param name="Number">The place in order of arrival, from 1.</param>
/// <param name="Ahead">Turns before this one; null when it has come, or is not drawn yet.</param>
/// <param name="EstimatedWaitSeconds">At the pace of the last minute; null when that says nothing.</param>
/// <param name="ActiveUntil">Until when the fan may reserve.</param>
/// <param name="SoldOut">No seat is free and none is held.</param>
/// <param name="OnlyHeldSeats">No seat is free, but some are held and come back when they are not paid for.</param>
/// <param name="OpensAt">When the sale opens; nobody's turn comes before; null when that cannot be seen now.</param>
public sealed record QueueTokenBody(
    string Token,
    Guid ScheduleId,
    long Number,
    QueueTokenStatus Status,
    long? Ahead,
    long? EstimatedWaitSeconds,
    DateTimeOffset? ActiveUntil,
    bool SoldOut,
    bool OnlyHeldSeats,
    DateTimeOffset? OpensAt)
{
    internal static QueueTokenBody Of(QueueTicket ticket, QueueStanding standing, QueueTokenStatus status) => new(
        ticket.Token,
        ticket.ScheduleId,
        ticket.Place.Number,
        status,
        Ahead: null,
        EstimatedWaitSeconds: null,
        ActiveUntil: null,
        standing.Supply == SeatSupply.SoldOut,
        standing.Supply == SeatSupply.OnlyHeld,
        standing.OpensAt);

    /// <summary>A place of which nothing is known but that it was given.</summary>
    internal static QueueTokenBody Unseen(QueueTicket ticket) => new(
        ticket.Token,
        ticket.ScheduleId,
        ticket.Place.Number,
        QueueTokenStatus.Waiting,
        Ahead: null,
        EstimatedWaitSeconds: null,
        ActiveUntil: null,
        SoldOut: false,
        OnlyHeldSeats: false,
        OpensAt: null);
}
