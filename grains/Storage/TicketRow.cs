namespace Ticketing.Storage;

/// <summary>A ticket. The columns before <see cref="IsCancelled"/> are written once.</summary>
/// <param name="TicketId">Derived from order and ordinal, so that issuing again yields the same ticket.</param>
/// <param name="Ordinal">Index of the seat in the reservation, from 0.</param>
/// <param name="SeatId">Empty for general admission.</param>
/// <param name="Code">The signed code; empty for a ticket that was never issued.</param>
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
    long Version) : IVersionedRow
{
    /// <summary>The last check-in that was undone; null when none was.</summary>
    public UndoneCheckIn? Undone { get; init; }
}

/// <summary>A check-in that staff took back.</summary>
/// <param name="Gate">Name of the gate that undid it.</param>
public sealed record UndoneCheckIn(DateTimeOffset At, string Gate, string Reason);
