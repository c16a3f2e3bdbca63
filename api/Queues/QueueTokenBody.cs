using Microsoft.AspNetCore.Mvc;
using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>The query of an address that shows a place.</summary>
/// <param name="Enter">"false": a turn that has come is not taken; when not given, it is.</param>
internal readonly record struct EnterQuery([property: FromQuery(Name = "enter")] string? Enter)
{
    public bool Enters => Enter is null || Texts.CleanCode(Enter) == "true";

    /// <summary>Null when the query is well formed.</summary>
    public Problem? Refuse() => Enter is null || Texts.CleanCode(Enter) is "true" or "false"
        ? null
        : Problems.InvalidRequest.At("enter", "must be 'true' or 'false'");
}

/// <summary>A fan's own place in the queue of a schedule.</summary>
/// <param name="Place">Null when the fan has taken none, or the schedule has no queue.</param>
public sealed record OwnPlaceBody(QueueTokenBody? Place);

/// <summary>A fan's place in the queue of a schedule.</summary>
/// <param name="Token">Send it as 'Queue-Token' with a reservation.</param>
/// <param name="Number">The place in order of arrival, from 1.</param>
/// <param name="Ahead">Turns before this one; null when it has come, or is not drawn yet.</param>
/// <param name="EstimatedWaitSeconds">At the pace of the last minute; null when that gives no estimate.</param>
/// <param name="EstimatedWait">
/// The wait at the pace of the last five minutes, as a range; null when there is no basis for it.
/// </param>
/// <param name="ActiveUntil">Until when the fan may reserve.</param>
/// <param name="ClaimUntil">Until when a fan who is called must take the turn, or it is missed.</param>
/// <param name="SoldOut">No seat is free and none is held.</param>
/// <param name="OnlyHeldSeats">No seat is free, but some are held and become free if they are not paid for.</param>
/// <param name="OpensAt">When the sale opens; no turn comes earlier. Null when it could not be read.</param>
/// <param name="MoreTimesLeft">How often a fan who is called may still ask for more time; else null.</param>
/// <param name="Paused">The queue is paused: no turn comes at the moment, and all fans keep their places.</param>
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
    DateTimeOffset? OpensAt,
    DateTimeOffset? ClaimUntil,
    int? MoreTimesLeft,
    WaitRangeBody? EstimatedWait,
    bool Paused)
{
    internal static QueueTokenBody Of(QueueTicket ticket, QueueSummary summary, QueueTokenStatus status) => new(
        ticket.Token,
        ticket.ScheduleId,
        ticket.Place.Number,
        status,
        Ahead: null,
        EstimatedWaitSeconds: null,
        ActiveUntil: null,
        summary.Supply == SeatSupply.SoldOut,
        summary.Supply == SeatSupply.OnlyHeld,
        summary.OpensAt,
        ClaimUntil: null,
        MoreTimesLeft: null,
        EstimatedWait: null,
        summary.Settings.Paused);

    /// <summary>A place that was given, but whose state could not be read.</summary>
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
        OpensAt: null,
        ClaimUntil: null,
        MoreTimesLeft: null,
        EstimatedWait: null,
        Paused: false);
}

/// <summary>
/// A range of times to wait: of ten fans whose queue keeps its pace, nine wait within it. It narrows towards the front.
/// </summary>
public readonly record struct WaitRangeBody(long AtLeastSeconds, long AtMostSeconds)
{
    internal static WaitRangeBody? Of(WaitRange? range) =>
        range is { } known ? new WaitRangeBody(known.AtLeastSeconds, known.AtMostSeconds) : null;
}

/// <summary>The state of a fan's place in a queue.</summary>
public enum QueueTokenStatus
{
    /// <summary>The order is drawn when the sale opens.</summary>
    BeforeDraw,

    Waiting,

    /// <summary>
    /// The turn has come and was not taken yet, by a caller that only looks: take it until 'claimUntil'.
    /// </summary>
    Called,

    /// <summary>It is this fan's turn: reserve with the token until 'activeUntil'.</summary>
    Active,

    /// <summary>The turn came, but the fan did not.</summary>
    Missed,

    /// <summary>The time to reserve is over.</summary>
    RanOut,

    /// <summary>The place was given back.</summary>
    Left,

    /// <summary>Paid with a reservation of this turn.</summary>
    Served,

    /// <summary>The reservation of this turn was cancelled or expired.</summary>
    Released,

    /// <summary>The event has begun.</summary>
    Closed,
}
