namespace Ticketing.Reservations;

[GenerateSerializer, Immutable, Alias("CancelReservation")]
public sealed record CancelReservation([property: Id(0)] Guid UserId);

[GenerateSerializer, Immutable, Alias("CancelOutcome")]
public sealed record CancelOutcome(
    [property: Id(0)] CancelResult Result,
    [property: Id(1)] ReservationView? Reservation = null);

/// <summary>The answer to ending a paid reservation.</summary>
public enum WithdrawResult
{
    /// <summary>The reservation and its tickets are cancelled; the refund follows.</summary>
    Withdrawn,

    /// <summary>The reservation is not confirmed by this order, or was cancelled before.</summary>
    NothingToWithdraw,

    /// <summary>Somebody was let in with a ticket: the sale stays.</summary>
    TicketUsed,
}

public enum CancelResult
{
    /// <summary>Cancelled, now or before.</summary>
    Cancelled,

    /// <summary>The reservation has already expired; there is nothing to release.</summary>
    Expired,

    /// <summary>The reservation is paid and the event has begun: it is no longer refundable.</summary>
    TooLate,
    NotFound,

    /// <summary>A payment is in flight: retry when it has ended. An offer is declined instead.</summary>
    PaymentInFlight,
}
