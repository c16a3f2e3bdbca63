using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules.Catalog;

/// <summary>
/// A hall from a drawing. Each text is a row: . free, X taken, b free in another category, | an aisle; "/" ends a zone
/// and counts as a row in the ids, which are row-seat.
/// </summary>
internal sealed class DrawnHall
{
    private const int RankStep = 100;

    private readonly HashSet<string> taken = [];
    private readonly SeatIndex index;

    /// <param name="fronts">The distance of each row to the front; by default the first row is the front row.</param>
    public DrawnHall(IReadOnlyList<string> rows, IReadOnlyList<int>? fronts = null)
    {
        int zone = 0, block = 0;
        for (var row = 0; row < rows.Count; row++, block++)
        {
            if (rows[row] == "/") zone++;
            var middle = (rows[row].Length - 1) / 2.0;
            var number = 0;
            for (var at = 0; at < rows[row].Length; at++)
            {
                if (rows[row][at] == '|') block++;
                if (rows[row][at] is '|' or '/') continue;
                var id = $"{row}-{number++}";
                var rank = ((fronts?[row] ?? row) * RankStep) + (int)Math.Abs((at - middle) * 2);
                var category = rows[row][at] == 'b' ? "b" : "a";
                Seats.Add(new ScheduleSeat(id, Seats.Count, zone, row, block, rank, category));
                if (rows[row][at] == 'X') taken.Add(id);
            }
        }

        index = SeatIndex.Of(Seats);
    }

    public List<ScheduleSeat> Seats { get; } = [];

    public IEnumerable<ScheduleSeat> Free => Seats.Where(IsFree);

    public bool IsFree(ScheduleSeat seat) => !taken.Contains(seat.SeatId);

    public SeatArrangement Choose(int quantity, string category = "a") =>
        BestAvailable.Choose(index, IsFree, category, quantity);

    /// <summary>Sells parties of this size one after the other until there is no room for another.</summary>
    public List<SeatArrangement> SellOut(int quantity)
    {
        var sold = new List<SeatArrangement>();
        while (Choose(quantity) is { Seats.IsEmpty: false } choice)
        {
            sold.Add(choice);
            taken.UnionWith(choice.Seats);
        }

        return sold;
    }
}
