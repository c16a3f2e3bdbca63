namespace Ticketing.Reservations;

/// <summary>What a reservation needs although nobody asks.</summary>
public enum DueStep
{
    Nothing,

    /// <summary>The hold is over, paid or not.</summary>
    Expire,

    /// <summary>The seats that were offered for a late payment were not accepted in time.</summary>
    EndOffer,

    /// <summary>The order or the refund has not answered for long.</summary>
    AskAgain,
}
