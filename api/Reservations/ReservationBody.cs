using Ticketing.Reservations;

namespace Ticketing.Api;

/// <summary>A reservation.</summary>
/// <param name="Amount">Points: the sum of the prices of the seats.</param>
/// <param name="ExpiresAt">Until when an unpaid reservation keeps its seats.</param>
/// <param name="Reason">Why it ended, if it was cancelled or has expired.</param>
public sealed record ReservationBody(
    Guid Id,
    Guid ScheduleId,
    ReservationStatus Status,
    PaymentStatus Payment,
    IReadOnlyList<ReservedSeatBody> Seats,
    long Amount,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? Reason)
{
    internal static ReservationBody Of(ReservationView view) => new(
        view.Id,
        view.ScheduleId,
        view.Status,
        view.Payment,
        [.. view.Seats.Select(seat => new ReservedSeatBody(seat.SeatId, seat.Category, seat.Price))],
        view.Amount,
        view.CreatedAt,
        view.ExpiresAt,
        view.Reason);
}
