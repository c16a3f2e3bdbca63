namespace Ticketing.Events;

/// <summary>The body of every <c>ticket.*</c> event, version 1. Key: the reservation.</summary>
/// <param name="Order">What the tickets were issued for.</param>
/// <param name="Version">Grows with every change of the reservation's tickets.</param>
[GenerateSerializer, Immutable, Alias("TicketEvent")]
public sealed record TicketEvent(
    [property: Id(0)] Guid ReservationId,
    [property: Id(1)] TicketStatus Status,
    [property: Id(2)] long Version,
    [property: Id(3)] OrderEvent? Order = null);
