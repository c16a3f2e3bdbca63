using Ticketing.Tickets;

namespace Ticketing.Reads;

/// <summary>A ticket, whose it is, and when it was issued.</summary>
public sealed record FanTicket(TicketView Ticket, Guid UserId, DateTimeOffset IssuedAt);
