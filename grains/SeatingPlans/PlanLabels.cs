using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>A seat in the words of its plan, for people who look for it.</summary>
/// <param name="Block">The name of its zone; null when the zone has none. <c>Row</c> and <c>Number</c> alike.</param>
/// <param name="Text">All of it as one line: "Block D, Row 6, Seat 1". Empty when the plan labels nothing.</param>
public sealed record SeatLabel(string? Block, string? Row, string? Number, string Text);

/// <summary>
/// The labels of a plan's seats, their order and their zones, without what only the import needs. Immutable.
/// </summary>
public sealed class PlanLabels
{
    private const string NumberMark = "%s";

    private readonly FrozenDictionary<string, Place> places;

    private PlanLabels(FrozenDictionary<string, Place> places)
    {
        this.places = places;
        var ids = new string[places.Count];
        foreach (var (id, place) in places) ids[place.Ordinal] = id;
        SeatIds = [.. ids];
    }

    /// <summary>Knows no seat, and no revision.</summary>
    public static PlanLabels None { get; } = new(FrozenDictionary<string, Place>.Empty);

    public int SeatCount => places.Count;

    /// <summary>The ids of the seats by index, which is the number in the table of seats.</summary>
    public ImmutableArray<string> SeatIds { get; }

    /// <summary>See <see cref="PlanRevision"/>; empty when the plan could not be read.</summary>
    public string Revision { get; private init; } = "";

    /// <summary>The names of the zones, in the plan's order; some may be empty, or the same.</summary>
    public ImmutableArray<string> Zones { get; private init; } = [];

    /// <summary>The names of the categories, in the plan's order.</summary>
    public ImmutableArray<string> Categories { get; private init; } = [];

    /// <summary>The number of seats of each zone, in the order of <see cref="Zones"/>.</summary>
    public ImmutableArray<int> SeatsByZone { get; private init; } = [];

    /// <summary>The number of seats of each category, in the order of <see cref="Categories"/>.</summary>
    public ImmutableArray<int> SeatsByCategory { get; private init; } = [];

    /// <param name="revision">Of the plan's bytes.</param>
    public static PlanLabels Of(SeatingPlan plan, string revision)
    {
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal); // rows repeat them
        var found = new Dictionary<string, Place>(StringComparer.Ordinal);
        var categories = plan.Categories.Select(category => category.Name).Index()
            .ToDictionary(category => category.Item, category => category.Index, StringComparer.Ordinal);
        foreach (var (zoneIndex, zone) in plan.Zones.Index())
        {
            foreach (var row in zone.Rows)
            {
                var shared = new RowLabel(zoneIndex, zone.Name, row.Number, row.RowWording, row.SeatWording);
                foreach (var seat in row.Seats)
                {
                    numbers.TryAdd(seat.Number, seat.Number);
                    found.Add(
                        seat.SeatId, new Place(found.Count, shared, numbers[seat.Number], categories[seat.Category]));
                }
            }
        }

        return new PlanLabels(found.ToFrozenDictionary(StringComparer.Ordinal))
        {
            Revision = revision,
            Zones = [.. plan.Zones.Select(zone => zone.Name)],
            Categories = [.. plan.Categories.Select(category => category.Name)],
            SeatsByZone = [.. plan.Zones.Select(zone => zone.SeatCount)],
            SeatsByCategory = Counted(found.Values.Select(place => place.Category), categories.Count),
        };
    }

    private static ImmutableArray<int> Counted(IEnumerable<int> groups, int count)
    {
        var counts = new int[count];
        foreach (var group in groups) counts[group]++;
        return [.. counts];
    }

    /// <summary>Null for a seat that the plan does not have.</summary>
    public SeatLabel? Find(string seatId) => places.TryGetValue(seatId, out var place) ? place.Label : null;

    /// <summary>The index of the seat; null for a seat that the plan does not have.</summary>
    public int? IndexOf(string seatId) => places.TryGetValue(seatId, out var place) ? place.Ordinal : null;

    /// <summary>The indexes of a seat's zone and category.</summary>
    public (int Zone, int Category) GroupsOf(string seatId)
    {
        var place = places[seatId];
        return (place.Shared.Zone, place.Category);
    }

    /// <summary>Sorts by the plan's order; what the plan does not have comes last, in the order given.</summary>
    public ImmutableArray<T> InOrder<T>(IEnumerable<T> items, Func<T, string> seatId) =>
        [.. items.OrderBy(item => places.TryGetValue(seatId(item), out var place) ? place.Ordinal : int.MaxValue)];

    /// <summary>The members that the seats of a row share.</summary>
    private sealed record RowLabel(int Zone, string Block, string Row, string? RowWording, string? SeatWording);

    private readonly record struct Place(int Ordinal, RowLabel Shared, string Number, int Category)
    {
        public SeatLabel Label
        {
            get
            {
                var (_, block, row, rowWording, seatWording) = Shared;
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
