using System.Collections.Immutable;
using Ticketing.Queues;

namespace Ticketing.Reservations;

/// <summary>The answer to <see cref="ReserveSeats"/>.</summary>
/// <param name="Reservation">Set when the result is <see cref="ReserveResult.Reserved"/>.</param>
/// <param name="Seats">The seats that were taken, or unknown.</param>
/// <param name="OpensAt">When the sale opens, if it is not open yet.</param>
/// <param name="Limit">Seats a fan may have at this schedule, if that was the reason.</param>
/// <param name="Turn">How the fan stands in the queue, if that was the reason.</param>
[GenerateSerializer, Immutable, Alias("ReserveOutcome")]
public sealed record ReserveOutcome(
    [property: Id(0)] ReserveResult Result,
    [property: Id(1)] ReservationView? Reservation = null,
    [property: Id(2)] ImmutableArray<string> Seats = default,
    [property: Id(3)] DateTimeOffset? OpensAt = null,
    [property: Id(4)] int? Limit = null,
    [property: Id(5)] EnterOutcome? Turn = null);
