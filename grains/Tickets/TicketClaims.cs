namespace Ticketing.Tickets;

/// <summary>What the code of a ticket says.</summary>
/// <param name="SeatId">Empty for general admission.</param>
public sealed record TicketClaims(Guid TicketId, Guid ScheduleId, string SeatId);
