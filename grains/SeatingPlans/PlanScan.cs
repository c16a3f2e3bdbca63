using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Ticketing.Catalog;

/// <summary>Reads one plan from the top: its categories, zones and rows, and where its front is.</summary>
internal sealed class PlanScan
{
    private readonly PlanErrors errors;
    private readonly PlanFields fields;
    private readonly PlanParts parts;
    private readonly PlanMembers members = new();
    private readonly SeatScan seats;
    private readonly FrontScan fronts;
    private readonly FrontWish? wish;

    /// <param name="wish">Where the front is; null to look for it on the plan.</param>
    public PlanScan(PlanErrors errors, FrontWish? wish)
    {
        this.errors = errors;
        this.wish = wish;
        fields = new PlanFields(errors);
        seats = new SeatScan(errors, fields, members);
        parts = new PlanParts(errors);
        fronts = new FrontScan(errors, fields, parts, members);
    }

    /// <summary>Null when there are errors.</summary>
    public PlanReading? Plan(JsonElement root, JsonPath place)
    {
        if (fields.Checked(root, place, JsonValueKind.Object) is null)
            return null;
        members.Look(root, place, PlanMembers.Plan);
        var name = fields.RequiredText(root, place, "name", mayBeEmpty: true);
        if (fields.Optional(root, place, "size", JsonValueKind.Object) is { } size)
        {
            fields.Coordinate(size, place.Field("size"), "width");
            fields.Coordinate(size, place.Field("size"), "height");
        }
        var categories = Categories(root, place);
        seats.Know(categories);
        var zones = Items(root, place, "zones", Zone);
        if (categories is { IsEmpty: true } && seats.Count > 0)
            errors.AddCause(place.Field("categories"), $"is empty, but {seats.Count} seats need a category");
        if (!errors.IsEmpty)
            return null;
        var front = Front(zones);
        return new PlanReading(new SeatingPlan(name!, categories!.Value, zones, front), [])
        {
            Warnings = [.. FrontWarnings(front, place), .. members.Warnings(place)],
        };
    }

    private PlanFront? Front(ImmutableArray<PlanZone> zones)
    {
        if (seats.Count == 0)
            return null;
        return wish?.Of([.. zones.SelectMany(zone => zone.Rows).SelectMany(row => row.Seats).Select(seat => seat.At)])
            ?? fronts.Found
            ?? FrontGuess.Of(zones);
    }

    private IEnumerable<FieldError> FrontWarnings(PlanFront? front, JsonPath place)
    {
        if (front is null or { Source: FrontSource.Given or FrontSource.Area })
            yield break;
        var assumed = front.Source == FrontSource.RowNumbers
            ? "the rows with the lowest numbers are assumed to be the nearest to it"
            : "the first row of the plan is assumed to be the nearest to it";
        var captions = fronts.Captions.Count == 0
            ? "No area has a text"
            : $"The areas are named {string.Join(", ", fronts.Captions.Select(caption => $"'{caption}'"))}";
        var at = string.Create(CultureInfo.InvariantCulture, $"({front.At.X:0}, {front.At.Y:0})");
        yield return new FieldError(
            place.ToString(),
            $"does not say where the front is (stage, screen, field): {assumed}, at {at}. {captions}. "
            + "Give 'front' if that is wrong");
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
            if (found.Any(other => Texts.AreSame(other.Name, category.Name)))
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
        members.Look(value, place, PlanMembers.Category);
        var name = fields.RequiredText(value, place, "name");
        var color = fields.OptionalText(value, place, "color");
        return name is null ? null : new PlanCategory(name, color);
    }

    private PlanZone? Zone(JsonElement value, JsonPath place)
    {
        if (fields.Checked(value, place, JsonValueKind.Object) is null)
            return null;
        members.Look(value, place, PlanMembers.Zone);
        var name = fields.OptionalText(value, place, "name") ?? string.Empty;
        var at = fields.RequiredPoint(value, place, "position");
        if (fields.Optional(value, place, "areas", JsonValueKind.Array) is { } areas)
            fronts.Areas(areas, place.Field("areas"), at ?? default);
        var zone = new PlanZone(name, Items(value, place, "rows", (row, here) => Row(row, here, at ?? default)));
        if (zone.SeatCount == 0)
            fronts.Offer(name, at ?? default);
        return zone;
    }

    private PlanRow? Row(JsonElement value, JsonPath place, PlanPoint zoneAt)
    {
        if (fields.Checked(value, place, JsonValueKind.Object) is null)
            return null;
        members.Look(value, place, PlanMembers.Row);
        var number = fields.RequiredText(value, place, "row_number", mayBeEmpty: true);
        var at = zoneAt + (fields.OptionalPoint(value, place, "position") ?? default);
        var found = Items(value, place, "seats", (seat, here) => seats.Seat(seat, here, at));
        return new PlanRow(number ?? string.Empty, found)
        {
            RowWording = fields.OptionalText(value, place, "row_label"),
            SeatWording = fields.OptionalText(value, place, "seat_label"),
        };
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
