using System.Collections.Immutable;

namespace Ticketing.Reservations;

/// <summary>A reservation as its owner sees it; amounts in minor units of its currency.</summary>
/// <param name="Amount">The price, before a coupon's discount.</param>
/// <param name="ExpiresAt">When an unpaid reservation loses its seats.</param>
/// <param name="Reason">Why the reservation was cancelled or expired; null otherwise.</param>
/// <param name="Discount">Taken off by the coupon; 0 until the payment has succeeded.</param>
/// <param name="Paid">Debited, even if it was refunded later.</param>
/// <param name="Refunded">Given back.</param>
[GenerateSerializer, Immutable, Alias("ReservationView")]
public sealed record ReservationView(
    [property: Id(0)] Guid Id,
    [property: Id(1)] Guid ScheduleId,
    [property: Id(2)] ReservationStatus Status,
    [property: Id(3)] PaymentStatus Payment,
    [property: Id(4)] ImmutableArray<ReservedSeat> Seats,
    [property: Id(5)] long Amount,
    [property: Id(6)] DateTimeOffset CreatedAt,
    [property: Id(7)] DateTimeOffset ExpiresAt,
    [property: Id(8)] string? Reason,
    [property: Id(9)] long Discount = 0,
    [property: Id(10)] long Paid = 0,
    [property: Id(11)] long Refunded = 0)
{
    /// <summary>Whether all seats are side by side; null without seats, or when it is not known.</summary>
    [Id(15)]
    public bool? Together { get; init; }

    /// <summary>A code of ISO 4217; null is the installation's.</summary>
    [Id(30)]
    public string? Currency { get; init; }

    /// <summary>
    /// How often the fan can still get more time for this hold; 0 when there is no unpaid hold, null when it is not
    /// known.
    /// </summary>
    [Id(16)]
    public int? RenewalsLeft { get; init; }

    /// <summary>The order in progress, or else the last one; null when there was none, or it is not known.</summary>
    [Id(17)]
    public Guid? OrderId { get; init; }
}

/// <summary>A seat of a reservation with its price in minor units at the time of the hold.</summary>
[GenerateSerializer, Immutable, Alias("ReservedSeat")]
public sealed record ReservedSeat(
    [property: Id(0)] string SeatId,
    [property: Id(1)] string Category,
    [property: Id(2)] long Price);

/// <summary>
/// The state of a reservation (invariant I3: exactly one). The numbers are stored and must not change.
/// </summary>
public enum ReservationStatus
{
    Pending = 0,
    Paying = 1,
    Confirmed = 2,
    Cancelled = 3,
    Expired = 4,
}

/// <summary>The state of a reservation's payment. The numbers are stored and must not change.</summary>
public enum PaymentStatus
{
    /// <summary>Nothing has been debited yet.</summary>
    Pending = 0,

    /// <summary>A debit is in flight: it may or may not have happened. The reservation is Paying.</summary>
    Debiting = 1,

    /// <summary>Debited once. The reservation is Confirmed.</summary>
    Paid = 2,

    /// <summary>The reservation ended before anything was debited.</summary>
    Void = 3,

    /// <summary>The reservation was cancelled after payment; the refund is in flight.</summary>
    Refunding = 4,

    /// <summary>Refunded once.</summary>
    Refunded = 5,
}
