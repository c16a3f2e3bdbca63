namespace Ticketing.Reservations;

/// <summary>What a request to pay means for a reservation as it stands.</summary>
public enum PayStep
{
    Begin,

    /// <summary>A payment was cut off; it is finished, not begun again.</summary>
    Finish,
    Expire,
    AlreadyConfirmed,
    AlreadyCancelled,
    AlreadyExpired,
}
