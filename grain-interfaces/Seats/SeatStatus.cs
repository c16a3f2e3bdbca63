namespace Ticketing.Seats;

/// <summary>What a seat is. The numbers are stored and must not change.</summary>
public enum SeatStatus
{
    Available = 0,
    Held = 1,
    Sold = 2,
    Blocked = 3,
}
