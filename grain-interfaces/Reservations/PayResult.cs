namespace Ticketing.Reservations;

public enum PayResult
{
    /// <summary>Paid and confirmed, now or before.</summary>
    Confirmed,
    InsufficientBalance,
    Expired,
    Cancelled,
    NotFound,
}
