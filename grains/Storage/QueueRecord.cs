using System.Collections.Immutable;

namespace Ticketing.Storage;

/// <summary>A queue with the places that are Admitted or Active.</summary>
/// <param name="Reservations">Those that were made in the present turns of these places.</param>
public sealed record QueueRecord(
    QueueRow Queue, ImmutableArray<PlaceRow> Present, ImmutableArray<TurnReservation> Reservations);
