namespace Ticketing.Reservations;

/// <summary>What a request to pay means for a reservation as it stands.</summary>
public enum PayStep
{
    Begin,

    /// <summary>A payment was begun and has not ended, also when the hold has.</summary>
    UnderWay,
    Expire,
    AlreadyConfirmed,
    AlreadyCancelled,
    AlreadyExpired,
}
