using System.Collections.Immutable;
using System.Text.Json;

namespace Ticketing.Catalog;

/// <summary>Reads one plan from the top: its categories, zones and rows.</summary>
internal sealed class PlanScan
{
    private readonly PlanErrors errors;
    private readonly PlanFields fields;
    private readonly PlanParts parts;
    private readonly SeatScan seats;
    private readonly StageScan stage;

    public PlanScan(PlanErrors errors)
    {
        this.errors = errors;
        fields = new PlanFields(errors);
        seats = new SeatScan(errors, fields);
        parts = new PlanParts(errors);
        stage = new StageScan(errors, fields, parts);
    }

    public SeatingPlan? Plan(JsonElement root, JsonPath place)
    {
        if (fields.Checked(root, place, JsonValueKind.Object) is null)
            return null;
        var name = fields.RequiredText(root, place, "name", mayBeEmpty: true);
        if (fields.Optional(root, place, "size", JsonValueKind.Object) is { } size)
        {
            fields.Coordinate(size, place.Field("size"), "width");
            fields.Coordinate(size, place.Field("size"), "height");
        }
        var categories = Categories(root, place);
        seats.Know(categories);
        var zones = Items(root, place, "zones", Zone);
        if (seats.Count == 0 && errors.IsEmpty)
            errors.Add(place.Field("zones"), "holds no seat");
        return errors.IsEmpty ? new SeatingPlan(name!, categories!.Value, zones, stage.Center) : null;
    }

    private ImmutableArray<PlanCategory>? Categories(JsonElement root, JsonPath place)
    {
        if (fields.Required(root, place, "categories", JsonValueKind.Array) is not { } array)
            return null;
        place = place.Field("categories");
        if (array.GetArrayLength() > PlanLimits.MaxCategories)
        {
            errors.Add(place, $"holds more than {PlanLimits.MaxCategories} categories");
            return null;
        }
        var found = ImmutableArray.CreateBuilder<PlanCategory>();
        foreach (var (item, index) in array.EnumerateArray().Select((item, index) => (item, index)))
        {
            if (Category(item, place.Item(index)) is not { } category)
                continue;
            if (found.Any(other => other.Name == category.Name))
                errors.Add(place.Item(index).Field("name"), $"'{category.Name}' names another category too");
            else
                found.Add(category);
        }
        return found.ToImmutable();
    }

    private PlanCategory? Category(JsonElement value, JsonPath place)
    {
        if (fields.Checked(value, place, JsonValueKind.Object) is null)
            return null;
        var name = fields.RequiredText(value, place, "name");
        var color = fields.OptionalText(value, place, "color");
        return name is null ? null : new PlanCategory(name, color);
    }

    private PlanZone? Zone(JsonElement value, JsonPath place)
    {
        if (fields.Checked(value, place, JsonValueKind.Object) is null)
            return null;
        var name = fields.OptionalText(value, place, "name");
        var at = fields.RequiredPoint(value, place, "position");
        if (fields.Optional(value, place, "areas", JsonValueKind.Array) is { } areas)
            stage.Look(areas, place.Field("areas"), at ?? default);
        var rows = Items(value, place, "rows", (row, here) => Row(row, here, at ?? default));
        return new PlanZone(name ?? string.Empty, rows);
    }

    private PlanRow? Row(JsonElement value, JsonPath place, PlanPoint zoneAt)
    {
        if (fields.Checked(value, place, JsonValueKind.Object) is null)
            return null;
        var number = fields.RequiredText(value, place, "row_number", mayBeEmpty: true);
        var at = zoneAt + (fields.OptionalPoint(value, place, "position") ?? default);
        var found = Items(value, place, "seats", (seat, here) => seats.Seat(seat, here, at));
        return new PlanRow(number ?? string.Empty, found);
    }

    /// <summary>Reads an array. Stops early only when no further error could be reported.</summary>
    private ImmutableArray<T> Items<T>(
        JsonElement owner, JsonPath place, string name, Func<JsonElement, JsonPath, T?> read) where T : class
    {
        if (fields.Required(owner, place, name, JsonValueKind.Array) is not { } array)
            return [];
        place = place.Field(name);
        var found = ImmutableArray.CreateBuilder<T>();
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (errors.IsFull || seats.IsFull || parts.IsFull)
                break;
            var here = place.Item(index++);
            parts.Add(here);
            if (read(item, here) is { } value)
                found.Add(value);
        }
        return found.ToImmutable();
    }
}

/// <summary>
/// Counts the parts of a plan. A document within the size limit can still contain millions of empty rows or areas;
/// reading ends above <see cref="PlanLimits.MaxParts"/>.
/// </summary>
internal sealed class PlanParts(PlanErrors errors)
{
    private int count;

    public bool IsFull => count > PlanLimits.MaxParts;

    public void Add(JsonPath place)
    {
        count++;
        if (IsFull)
            errors.Add(place, $"is one part too many: zones, rows, seats and areas are at most {PlanLimits.MaxParts}");
    }
}
