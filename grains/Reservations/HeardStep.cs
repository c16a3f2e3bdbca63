namespace Ticketing.Reservations;

/// <summary>What it means for a reservation that something was heard of an order.</summary>
public enum HeardStep
{
    Nothing,

    /// <summary>Paid in time.</summary>
    Confirm,

    /// <summary>Nothing was taken: back to Pending, or the end.</summary>
    Fail,

    /// <summary>Paid when the hold was over: the same seats, or others, or the money goes back.</summary>
    ClaimAgain,

    /// <summary>Paid for what it can not be paid for: the money goes back.</summary>
    PayBack,

    /// <summary>The money goes back.</summary>
    GiveUp,

    /// <summary>The money is back.</summary>
    EndRefunded,

    /// <summary>Known already, and asked again.</summary>
    Tell,
}
