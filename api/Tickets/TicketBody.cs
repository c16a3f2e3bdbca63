using Ticketing.Tickets;

namespace Ticketing.Api;

/// <summary>A ticket.</summary>
/// <param name="Seat">Its <c>seat_guid</c> in the plan; null for general admission.</param>
/// <param name="Code">What the gate scans; as a picture: GET /api/v1/tickets/{id}.svg.</param>
/// <param name="IsCancelled">No longer good.</param>
/// <param name="UsedAt">When somebody was let in with it.</param>
public sealed record TicketBody(
    Guid Id,
    Guid ReservationId,
    Guid ScheduleId,
    string? Seat,
    string Category,
    string Code,
    bool IsCancelled,
    DateTimeOffset? UsedAt,
    string? UsedGate)
{
    internal static TicketBody Of(TicketView ticket) => new(
        ticket.Id,
        ticket.ReservationId,
        ticket.ScheduleId,
        ticket.SeatId.Length == 0 ? null : ticket.SeatId,
        ticket.Category,
        ticket.Code,
        ticket.IsCancelled,
        ticket.UsedAt,
        ticket.UsedGate);
}
