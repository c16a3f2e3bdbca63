namespace Ticketing.Reservations;

public enum PayResult
{
    /// <summary>Paid and confirmed, now or before.</summary>
    Confirmed,
    InsufficientBalance,
    Expired,
    Cancelled,
    NotFound,

    /// <summary>Under way, begun now or before: how it ends is told by <see cref="PayOutcome.OrderId"/>.</summary>
    Processing,
}
