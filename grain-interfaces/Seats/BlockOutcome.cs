namespace Ticketing.Seats;

public enum BlockOutcome
{
    Done,
    Taken,
    UnknownSeat,
}
