namespace Ticketing.Reservations;

/// <summary>Where the money of a reservation is. The numbers are stored and must not change.</summary>
public enum PaymentStatus
{
    /// <summary>Nothing was taken yet.</summary>
    Pending = 0,

    /// <summary>A debit is under way: it may or may not have happened. The reservation is Paying.</summary>
    Debiting = 1,

    /// <summary>Taken once. The reservation is Confirmed.</summary>
    Paid = 2,

    /// <summary>The reservation ended before anything was taken.</summary>
    Void = 3,

    /// <summary>The reservation was cancelled after it was paid; the money is on its way back.</summary>
    Refunding = 4,

    /// <summary>Given back once.</summary>
    Refunded = 5,
}
