namespace Ticketing.Seats;

public enum ClaimResult
{
    Granted,
    Taken,
    UnknownSeat,
}
