namespace Ticketing.Reservations;

public enum CancelResult
{
    /// <summary>Cancelled, now or before.</summary>
    Cancelled,

    /// <summary>It had expired already; there is nothing to free.</summary>
    Expired,

    /// <summary>Paid, and the event has begun: nothing is refunded any more.</summary>
    TooLate,
    NotFound,

    /// <summary>It is being paid: try again when that has ended. An offer is declined instead.</summary>
    PaymentInFlight,
}
