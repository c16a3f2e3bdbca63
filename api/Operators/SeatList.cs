namespace Ticketing.Api;

/// <summary>Seats of a schedule.</summary>
/// <param name="Seats">1 to 500, by their <c>seat_guid</c>, no one twice.</param>
public sealed record SeatList(string[] Seats)
{
    public const int MaxSeats = 500;

    internal FieldProblems Check()
    {
        var errors = new FieldProblems();
        SeatLists.Check(errors, Seats, MaxSeats);
        return errors;
    }
}
