using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>The seats of a schedule and which of them are free, arranged for suggestions.</summary>
internal sealed class SeatPlaces
{
    private readonly SeatIndex index;
    private readonly Dictionary<string, ScheduleSeat> seats;
    private readonly bool[] taken;
    private readonly Dictionary<string, int> free = [];

    public SeatPlaces(IReadOnlyList<ScheduleSeat> seats)
    {
        index = SeatIndex.Of(seats);
        this.seats = seats.ToDictionary(seat => seat.SeatId);
        taken = new bool[seats.Max(seat => seat.Ordinal) + 1];
        SetTaken([]);
    }

    public int Count => seats.Count;

    public void SetTaken(IReadOnlyList<SeatStanding> seatsTaken)
    {
        Array.Clear(taken);
        foreach (var (category, count) in seats.Values.CountBy(seat => seat.Category)) free[category] = count;
        foreach (var seat in seatsTaken.Select(seat => seats[seat.SeatId]))
        {
            taken[seat.Ordinal] = true;
            free[seat.Category]--;
        }
    }

    /// <summary>Whether so many seats of the category are free: a quick no for the rush on a sold-out one.</summary>
    public bool Has(string category, int quantity) => free.GetValueOrDefault(category) >= quantity;

    public ImmutableArray<string> Choose(SeatWish wish, Func<string, bool> mayOffer) =>
        BestAvailable.Choose(
            index,
            seat => !taken[seat.Ordinal] && !wish.Except.Contains(seat.SeatId) && mayOffer(seat.SeatId),
            wish.Category,
            wish.Quantity);
}
