namespace Ticketing.Queues;

/// <summary>A fan's place in the queue, as identified by a token.</summary>
/// <param name="Number">From 1, in order of arrival. Without a draw it is also the number of the turn.</param>
[GenerateSerializer, Immutable, Alias("QueuePlace")]
public readonly record struct QueuePlace(
    [property: Id(0)] Guid UserId,
    [property: Id(1)] long Number,
    [property: Id(2)] DateTimeOffset JoinedAt);

/// <summary>The state of a fan's place in the queue. The numbers are stored.</summary>
public enum PlaceStatus
{
    Waiting = 0,

    /// <summary>The fan's turn has come, and the claim window is running.</summary>
    Admitted = 1,

    /// <summary>The fan entered and may reserve until the deadline.</summary>
    Active = 2,

    /// <summary>Ended: the fan paid.</summary>
    Served = 3,

    /// <summary>Ended: the fan gave the place up.</summary>
    Left = 4,

    /// <summary>Ended: the fan did not enter within the claim window.</summary>
    Missed = 5,

    /// <summary>Ended: the active window expired.</summary>
    RanOut = 6,

    /// <summary>Ended: the reservation of this turn was cancelled or expired.</summary>
    Released = 7,
}
