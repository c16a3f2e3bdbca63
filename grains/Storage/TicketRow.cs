namespace Ticketing.Storage;

/// <summary>A ticket. Everything but <see cref="IsCancelled"/> and what follows it is written once.</summary>
/// <param name="TicketId">Derived from order and ordinal, so that issuing twice makes one.</param>
/// <param name="Ordinal">Which seat of the reservation, from 0.</param>
/// <param name="SeatId">Empty for general admission.</param>
/// <param name="Code">Signed.</param>
public sealed record TicketRow(
    Guid TicketId,
    Guid ReservationId,
    Guid OrderId,
    Guid ScheduleId,
    Guid UserId,
    int Ordinal,
    string SeatId,
    string Category,
    string Code,
    DateTimeOffset IssuedAt,
    bool IsCancelled,
    DateTimeOffset? UsedAt,
    string? UsedGate,
    long Version) : IVersionedRow;
