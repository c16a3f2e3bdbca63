using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>What a fan is told.</summary>
/// <param name="EventId">Names the message: who gets it twice knows it by this.</param>
/// <param name="What">The topic: what became of the reservation.</param>
/// <param name="At">When it happened.</param>
public sealed record Notice(Guid EventId, Guid UserId, string What, DateTimeOffset At, ReservationEvent Reservation);
