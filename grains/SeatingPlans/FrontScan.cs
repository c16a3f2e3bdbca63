using System.Text.Json;

namespace Ticketing.Catalog;

/// <summary>
/// Finds the front of a plan among its areas, and its zones without seats: the first one with the best name. Other
/// content of areas is only drawn, so it is checked only as far as it could break the drawing.
/// </summary>
internal sealed class FrontScan(PlanErrors errors, PlanFields fields, PlanParts parts, PlanMembers members)
{
    private const int MaxCaptions = 5;
    private const int MaxCaptionLength = 40;

    private readonly List<string> captions = [];
    private int bestRank = int.MaxValue;

    /// <summary>Null while nothing names the front.</summary>
    public PlanFront? Found { get; private set; }

    /// <summary>Some texts of areas that do not name it, shortened.</summary>
    public IReadOnlyList<string> Captions => captions;

    public void Areas(JsonElement areas, JsonPath place, PlanPoint zoneAt)
    {
        var index = 0;
        foreach (var area in areas.EnumerateArray())
        {
            if (errors.IsFull || parts.IsFull)
                return;
            var here = place.Item(index++);
            parts.Add(here);
            Area(area, here, zoneAt);
        }
    }

    /// <summary>Takes a text that stands at this point.</summary>
    public void Offer(string text, PlanPoint at)
    {
        if (FrontNames.Rank(text) is { } rank)
        {
            if (rank < bestRank)
                (bestRank, Found) = (rank, new PlanFront(at, FrontSource.Area, text.Trim()));
        }
        else if (captions.Count < MaxCaptions && !string.IsNullOrWhiteSpace(text))
        {
            captions.Add(text.Length > MaxCaptionLength ? $"{text[..MaxCaptionLength]}..." : text);
        }
    }

    private void Area(JsonElement area, JsonPath place, PlanPoint zoneAt)
    {
        if (fields.Checked(area, place, JsonValueKind.Object) is null)
            return;
        members.Look(area, place, PlanMembers.Area);
        fields.OptionalText(area, place, "shape");
        var at = zoneAt + (fields.OptionalPoint(area, place, "position") ?? default);
        if (fields.Optional(area, place, "text", JsonValueKind.Object) is not { } text)
            return;
        var textPlace = place.Field("text");
        members.Look(text, textPlace, PlanMembers.Text);
        var caption = fields.RequiredCaption(text, textPlace, "text");
        var offset = fields.OptionalPoint(text, textPlace, "position") ?? MiddleOf(area, place);
        if (caption is not null)
            Offer(caption, at + offset);
    }

    /// <summary>Of a rectangle, which is drawn from its corner; other shapes are drawn around theirs.</summary>
    private PlanPoint MiddleOf(JsonElement area, JsonPath place)
    {
        return fields.Find(area, place, "rectangle") is { ValueKind: JsonValueKind.Object } shape
            && Size(shape, place, "width") is { } width && Size(shape, place, "height") is { } height
            ? new PlanPoint(width / 2, height / 2)
            : default;
    }

    private double? Size(JsonElement shape, JsonPath place, string name)
    {
        return fields.Find(shape, place, name) is { ValueKind: JsonValueKind.Number } size
            && size.TryGetDouble(out var number) && Math.Abs(number) <= PlanLimits.MaxCoordinate
            ? number
            : null;
    }
}
