using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>The seats of a schedule with their availability, arranged for suggestions.</summary>
internal sealed class FreeSeats
{
    private readonly SeatIndex index;
    private readonly Dictionary<string, ScheduleSeat> seats;
    private readonly bool[] taken;
    private readonly Dictionary<string, int> free = [];

    public FreeSeats(IReadOnlyList<ScheduleSeat> seats)
    {
        index = SeatIndex.Of(seats);
        this.seats = seats.ToDictionary(seat => seat.SeatId);
        taken = new bool[seats.Select(seat => seat.Ordinal + 1).DefaultIfEmpty(0).Max()];
        foreach (var (category, count) in seats.CountBy(seat => seat.Category)) free[category] = count;
    }

    public void Set(string seatId, bool isFree)
    {
        var seat = seats[seatId];
        if (taken[seat.Ordinal] == !isFree) return;
        taken[seat.Ordinal] = !isFree;
        free[seat.Category] += isFree ? 1 : -1;
    }

    /// <summary>
    /// Whether that many seats of the category are free: a fast refusal while many fans ask for a sold-out category.
    /// </summary>
    public bool Has(string category, int quantity) => free.GetValueOrDefault(category) >= quantity;

    public SeatArrangement Choose(SeatWish wish, Func<string, bool> mayOffer) =>
        BestAvailable.Choose(
            index,
            seat => !taken[seat.Ordinal] && !wish.Except.Contains(seat.SeatId) && mayOffer(seat.SeatId),
            wish.Category,
            wish.Quantity);
}
