namespace Ticketing.Tickets;

/// <param name="Ticket">Null when there is none.</param>
[GenerateSerializer, Immutable, Alias("CheckInOutcome")]
public sealed record CheckInOutcome(
    [property: Id(0)] CheckInResult Result, [property: Id(1)] TicketView? Ticket = null);
