namespace Ticketing.Tickets;

/// <summary>A ticket as its owner sees it.</summary>
/// <param name="SeatId">Empty for general admission.</param>
/// <param name="Code">Signed; checked at the gate, also without a connection.</param>
/// <param name="IsCancelled">No longer good.</param>
/// <param name="UsedAt">When somebody was admitted with it.</param>
[GenerateSerializer, Immutable, Alias("TicketView")]
public sealed record TicketView(
    [property: Id(0)] Guid Id,
    [property: Id(1)] Guid ReservationId,
    [property: Id(2)] Guid ScheduleId,
    [property: Id(3)] string SeatId,
    [property: Id(4)] string Category,
    [property: Id(5)] string Code,
    [property: Id(6)] bool IsCancelled,
    [property: Id(7)] DateTimeOffset? UsedAt,
    [property: Id(8)] string? UsedGate);
