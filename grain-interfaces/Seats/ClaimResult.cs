namespace Ticketing.Seats;

public enum ClaimResult
{
    Granted,
    Taken,

    /// <summary>The reservation that asks has the seat already: it was committed before.</summary>
    Yours,
    UnknownSeat,
}
