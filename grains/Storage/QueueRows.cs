using System.Collections.Immutable;
using Ticketing.Queues;
using Ticketing.Reservations;

namespace Ticketing.Storage;

/// <summary>The queue of one schedule, created with the schedule at version 1.</summary>
/// <param name="LastNumber">The highest number given; 0 at first.</param>
/// <param name="AdmittedThrough">The highest turn that was admitted or passed over; 0 at first.</param>
/// <param name="Waiting">Number of waiting places.</param>
/// <param name="Served">Number of places that ended with a payment.</param>
/// <param name="Abandoned">Number of places that ended without a payment.</param>
/// <param name="DrawKey">The draw's key of 32 bytes, written once; empty without a draw.</param>
/// <param name="DrawnEntries">Number of entries in the draw, written once at the opening; null before.</param>
/// <param name="Version">See <see cref="Commit"/>.</param>
public sealed record QueueRow(
    Guid ScheduleId,
    QueueSettings Settings,
    long LastNumber,
    long AdmittedThrough,
    long Waiting,
    long Served,
    long Abandoned,
    ImmutableArray<byte> DrawKey,
    long? DrawnEntries,
    long Version);

/// <summary>A queue with the places that are Admitted or Active.</summary>
/// <param name="Reservations">Reservations made in the current turns of these places.</param>
public sealed record QueueRecord(
    QueueRow Queue, ImmutableArray<PlaceRow> Present, ImmutableArray<TurnReservation> Reservations);

/// <summary>
/// A fan's place in the queue of a schedule, one row per fan; joining again after it has ended replaces it.
/// </summary>
/// <param name="Number">In order of arrival, unique in the schedule.</param>
/// <param name="Until">End of the claim window while Admitted, of the active window while Active; else null.</param>
/// <param name="Extended">
/// Whether a payment or a renewal has extended <paramref name="Until"/>, for releases that extend it once only.
/// </param>
/// <param name="Version">See <see cref="Commit"/>.</param>
public sealed record PlaceRow(
    Guid ScheduleId,
    Guid UserId,
    long Number,
    DateTimeOffset JoinedAt,
    PlaceStatus Status,
    DateTimeOffset? Until,
    bool Extended,
    long Version)
{
    /// <summary>
    /// Ids of the requests for more time that were granted, each once; at most
    /// <see cref="QueueLimits.MaxMoreTimes"/>.
    /// </summary>
    public ImmutableArray<Guid> MoreTimes { get; init; } = [];
}

/// <summary>A reservation made in a turn of a queue.</summary>
/// <param name="Number">Number of the place with which the reservation was made.</param>
public sealed record TurnReservation(Guid UserId, long Number, ReservationStatus Status);
