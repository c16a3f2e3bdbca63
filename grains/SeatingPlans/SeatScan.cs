using System.Collections.Immutable;
using System.Text.Json;

namespace Ticketing.Catalog;

/// <summary>
/// Reads the seats of one plan, and checks that seat ids are unique and categories known across the plan.
/// </summary>
internal sealed class SeatScan(PlanErrors errors, PlanFields fields, PlanMembers members)
{
    private readonly Dictionary<string, JsonPath> firstUse = new(StringComparer.Ordinal);

    /// <summary>
    /// Categories by cleaned name; all seats of one share its string. Null when the categories could not be read.
    /// </summary>
    private Dictionary<string, string>? categories;

    public int Count { get; private set; }

    public bool IsFull => Count > Limits.SeatsPerSchedule;

    public void Know(ImmutableArray<PlanCategory>? known)
    {
        categories = known?.ToDictionary(
            category => Texts.Clean(category.Name), category => category.Name, StringComparer.Ordinal);
    }

    public PlanSeat? Seat(JsonElement value, JsonPath place, PlanPoint rowAt)
    {
        Count++;
        if (IsFull)
        {
            errors.Add(place, $"is one too many: a plan holds at most {Limits.SeatsPerSchedule} seats");
            return null;
        }
        if (fields.Checked(value, place, JsonValueKind.Object) is null)
            return null;
        members.Look(value, place, PlanMembers.Seat);
        var seatId = fields.RequiredText(value, place, "seat_guid");
        var number = fields.RequiredText(value, place, "seat_number", mayBeEmpty: true);
        var at = fields.RequiredPoint(value, place, "position");
        var category = Category(value, place);
        if (seatId is not null && !firstUse.TryAdd(seatId, place))
        {
            errors.Add(
                place.Field("seat_guid"), $"'{seatId}' is the seat_guid of {firstUse[seatId]} too", kind: "twice");
        }

        return seatId is null || number is null || at is null || category is null
            ? null
            : new PlanSeat(seatId, number, rowAt + at.Value, category);
    }

    private string? Category(JsonElement value, JsonPath place)
    {
        // A plan without categories has one fault, not one for each name that its seats give.
        if (categories is { Count: 0 })
        {
            errors.Add(place.Field("category"), "is not among the plan's categories, because it has none");
            return null;
        }
        if (fields.RequiredText(value, place, "category") is not { } name || categories is null)
            return null;
        if (categories.TryGetValue(Texts.Clean(name), out var known))
            return known;
        errors.Add(place.Field("category"), $"'{name}' is not among the plan's categories");
        return null;
    }
}
