namespace Ticketing.Reservations;

/// <summary>What a reservation needs although nobody asks.</summary>
public enum DueStep
{
    Nothing,
    Expire,
    FinishPayment,
    FinishRefund,
}
