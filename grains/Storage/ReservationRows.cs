using System.Collections.Immutable;
using Ticketing.Reservations;

namespace Ticketing.Storage;

/// <summary>
/// A reservation. The columns up to <see cref="CreatedAt"/>, except the seats, are written once by version 1; later
/// versions write only the rest.
/// </summary>
/// <param name="Seats">
/// Also written by versions that are Paying or Confirmed, because a late payment may get the same number of other
/// seats. The seat id is empty for general admission.
/// </param>
/// <param name="Amount">Sum of the seats' prices, in minor units.</param>
/// <param name="RequestHash">
/// Hash of the request body, which distinguishes a repeated request from a different one.
/// </param>
/// <param name="HeldUntil">
/// The deadline of the hold while a payment in flight extends <paramref name="ExpiresAt"/>; a refused payment restores
/// it. Null otherwise.
/// </param>
/// <param name="UpdatedAt">When this version was written, by which reservations without progress are found.</param>
/// <param name="QueueNumber">Number of the queue place it was made with; written once, null without a queue.</param>
/// <param name="Currency">That of the schedule, which never changes; written once, null is the installation's.</param>
public sealed record ReservationRow(
    Guid Id,
    Guid ScheduleId,
    Guid UserId,
    ImmutableArray<ReservedSeat> Seats,
    long Amount,
    string RequestHash,
    DateTimeOffset CreatedAt,
    ReservationStatus Status,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? HeldUntil,
    string? Reason,
    DateTimeOffset UpdatedAt,
    long Version,
    long? QueueNumber = null,
    string? Currency = null)
{
    /// <summary>
    /// How long the hold was at first, and the time that each renewal adds; written once, null from a release before
    /// renewals.
    /// </summary>
    public int? HoldSeconds { get; init; }

    /// <summary>How often the hold may be renewed; written once.</summary>
    public int RenewalsAllowed { get; init; }

    /// <summary>The names of the renewals that were made, of 32 hexadecimal digits each.</summary>
    public ImmutableArray<string> Renewals { get; init; } = [];
}

/// <summary>A reservation as its grain loads it.</summary>
/// <param name="SeatVersions">
/// Versions of the seats' rows, in the order of <see cref="ReservationRow.Seats"/>; only valid while the seats belong
/// to the reservation.
/// </param>
public sealed record ReservationRecord(
    ReservationRow Reservation,
    PaymentRow Payment,
    ImmutableArray<long> SeatVersions)
{
    /// <summary>
    /// <see cref="SeatRow.BlockWantedAt"/> of the seats, in the same order; empty when none of them has it.
    /// </summary>
    public ImmutableArray<DateTimeOffset?> BlockWishes { get; init; } = [];

    /// <summary>Whether all seats are side by side; null without seats, or when it is not known.</summary>
    public bool? Together { get; init; }
}

/// <summary>The payment of a reservation, one row each, written together with it.</summary>
/// <param name="Amount">Before a coupon's discount, in the currency of the reservation; written once.</param>
/// <param name="OrderId">The order in progress, or else the last one.</param>
/// <param name="Charged">The amount that was debited; 0 while no debit is known.</param>
/// <param name="CouponCode">The coupon of that order; null without one.</param>
public sealed record PaymentRow(
    Guid ReservationId,
    Guid UserId,
    long Amount,
    PaymentStatus Status,
    long Version,
    Guid? OrderId = null,
    long Charged = 0,
    string? CouponCode = null) : IVersionedRow;

/// <param name="Seats">Seats that the reservation holds or owns: 0 once it has ended.</param>
/// <param name="BoughtAt">When it was confirmed; null when it is not.</param>
/// <param name="Unpaid">When it kept its seats from others; null unless it has ended without a payment.</param>
public sealed record FanReservation(
    Guid ReservationId, int Seats, DateTimeOffset? BoughtAt = null, UnpaidHold? Unpaid = null);

/// <summary>
/// A condition of a commit that gives a fan more seats: afterwards the live reservations of the fan at the schedule
/// have no more seats than this. Commits of the same fan wait for each other, so the condition is exact, whatever the
/// memory of grains says.
/// </summary>
/// <param name="Seats">Seats that this commit adds.</param>
/// <param name="SeatsPerFan">The purchase limit.</param>
public sealed record FanLimitRow(Guid ScheduleId, Guid UserId, int Seats, int SeatsPerFan);

/// <summary>The time of a hold that was not paid.</summary>
public readonly record struct UnpaidHold(DateTimeOffset From, DateTimeOffset Until);
