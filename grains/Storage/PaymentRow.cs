using Ticketing.Reservations;

namespace Ticketing.Storage;

/// <summary>The payment of a reservation; one row each, written together with it.</summary>
/// <param name="Amount">In points; written once.</param>
public sealed record PaymentRow(Guid ReservationId, Guid UserId, long Amount, PaymentStatus Status, long Version);
