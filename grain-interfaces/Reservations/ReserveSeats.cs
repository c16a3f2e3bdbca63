using System.Collections.Immutable;
using Ticketing.Queues;

namespace Ticketing.Reservations;

/// <summary>
/// A request for the named <see cref="Seats"/>, or for the best <see cref="Quantity"/> seats of a
/// <see cref="Category"/> when none are named.
/// </summary>
/// <param name="RequestHash">Distinguishes a repeated request from a different request with the same key.</param>
/// <param name="Together">Whether the best seats are only wanted if they are side by side.</param>
/// <param name="Place">The queue place from the request's token; null without a token.</param>
[GenerateSerializer, Immutable, Alias("ReserveSeats")]
public sealed record ReserveSeats(
    [property: Id(0)] Guid ScheduleId,
    [property: Id(1)] Guid UserId,
    [property: Id(2)] ImmutableArray<string> Seats,
    [property: Id(3)] string? Category,
    [property: Id(4)] int Quantity,
    [property: Id(5)] string RequestHash,
    [property: Id(6)] QueuePlace? Place = null,
    [property: Id(7)] bool Together = false);

/// <summary>The answer to <see cref="ReserveSeats"/>.</summary>
/// <param name="Reservation">Set when the result is <see cref="ReserveResult.Reserved"/>.</param>
/// <param name="Seats">The seats that are taken or unknown, when that is the reason.</param>
/// <param name="OpensAt">When the sale opens, if it has not opened yet.</param>
/// <param name="Limit">Seats that a fan may have at this schedule, if the limit was the reason.</param>
/// <param name="Turn">The state of the fan's turn, if the queue was the reason.</param>
/// <param name="PausedSeconds">
/// Set when the limit is the time for which a fan may hold seats without paying: when the fan may hold seats again.
/// </param>
[GenerateSerializer, Immutable, Alias("ReserveOutcome")]
public sealed record ReserveOutcome(
    [property: Id(0)] ReserveResult Result,
    [property: Id(1)] ReservationView? Reservation = null,
    [property: Id(2)] ImmutableArray<string> Seats = default,
    [property: Id(3)] DateTimeOffset? OpensAt = null,
    [property: Id(4)] int? Limit = null,
    [property: Id(5)] EnterOutcome? Turn = null,
    [property: Id(6)] int? PausedSeconds = null);

public enum ReserveResult
{
    /// <summary>Held and committed, now or by an earlier request with the same key.</summary>
    Reserved,

    /// <summary>Another fan has at least one of the seats.</summary>
    Taken,

    /// <summary>The category does not have that many available seats.</summary>
    NotEnoughSeats,

    /// <summary>
    /// The fan would hold and own more seats than the schedule allows, or has held seats for too long without paying:
    /// see <see cref="ReserveOutcome.PausedSeconds"/>.
    /// </summary>
    LimitExceeded,

    /// <summary>The sale has not opened yet or is over.</summary>
    NotOnSale,

    /// <summary>The schedule has a queue, and no token came with the request.</summary>
    TokenMissing,

    /// <summary>The fan is not active in the queue: see <see cref="ReserveOutcome.Turn"/>.</summary>
    NotAdmitted,

    UnknownSchedule,
    UnknownSeat,
    UnknownCategory,

    /// <summary>The Idempotency-Key was already used with a different body.</summary>
    KeyReused,

    /// <summary>The category does not have that many available seats side by side.</summary>
    NotTogether,
}
