using Ticketing.Tickets;

namespace Ticketing.Api;

/// <summary>Let in, now.</summary>
/// <param name="Seat">Where to; null for general admission.</param>
public sealed record CheckInBody(
    Guid TicketId, Guid ScheduleId, string? Seat, string Category, DateTimeOffset UsedAt, string UsedGate)
{
    internal static CheckInBody Of(TicketView ticket) => new(
        ticket.Id,
        ticket.ScheduleId,
        ticket.SeatId.Length == 0 ? null : ticket.SeatId,
        ticket.Category,
        ticket.UsedAt!.Value,
        ticket.UsedGate!);
}
