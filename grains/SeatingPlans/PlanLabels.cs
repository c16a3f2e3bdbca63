using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>A seat in the words of its plan, for people who look for it.</summary>
/// <param name="Block">The name of its zone; null when the zone has none. <c>Row</c> and <c>Number</c> alike.</param>
/// <param name="Text">All of it as one line: "Block D, Row 6, Seat 1". Empty when the plan labels nothing.</param>
public sealed record SeatLabel(string? Block, string? Row, string? Number, string Text);

/// <summary>The labels of a plan's seats and their order, without what only the import needs. Immutable.</summary>
public sealed class PlanLabels
{
    private const string NumberMark = "%s";

    private readonly FrozenDictionary<string, Place> places;

    private PlanLabels(FrozenDictionary<string, Place> places) => this.places = places;

    /// <summary>Knows no seat.</summary>
    public static PlanLabels None { get; } = new(FrozenDictionary<string, Place>.Empty);

    public int SeatCount => places.Count;

    public static PlanLabels Of(SeatingPlan plan)
    {
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal); // rows repeat them
        var found = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var zone in plan.Zones)
        {
            foreach (var row in zone.Rows)
            {
                var shared = new RowLabel(zone.Name, row.Number, row.RowWording, row.SeatWording);
                foreach (var seat in row.Seats)
                {
                    numbers.TryAdd(seat.Number, seat.Number);
                    found.Add(seat.SeatId, new Place(found.Count, shared, numbers[seat.Number]));
                }
            }
        }

        return new PlanLabels(found.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>Null for a seat that the plan does not have.</summary>
    public SeatLabel? Find(string seatId) => places.TryGetValue(seatId, out var place) ? place.Label : null;

    /// <summary>Sorts by the plan's order; what the plan does not have comes last, in the order given.</summary>
    public ImmutableArray<T> InOrder<T>(IEnumerable<T> items, Func<T, string> seatId) =>
        [.. items.OrderBy(item => places.TryGetValue(seatId(item), out var place) ? place.Ordinal : int.MaxValue)];

    /// <summary>The members that the seats of a row share.</summary>
    private sealed record RowLabel(string Block, string Row, string? RowWording, string? SeatWording);

    private readonly record struct Place(int Ordinal, RowLabel Shared, string Number)
    {
        public SeatLabel Label
        {
            get
            {
                var (block, row, rowWording, seatWording) = Shared;
                string[] parts = [block, Worded(row, rowWording, "Row"), Worded(Number, seatWording, "Seat")];
                return new SeatLabel(
                    NullIfEmpty(block), NullIfEmpty(row), NullIfEmpty(Number),
                    string.Join(", ", parts.Where(part => part.Length > 0)));
            }
        }

        /// <summary>The plan's own wording may say everything, or have a place for the number.</summary>
        private static string Worded(string number, string? wording, string ours) =>
            wording is { Length: > 0 }
                ? wording.Replace(NumberMark, number, StringComparison.Ordinal).Trim()
                : number.Length == 0 ? "" : $"{ours} {number}";

        private static string? NullIfEmpty(string text) => string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
