using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>
/// Reads the areas of a plan, which the import does not check: an area, or a part of one, that cannot be drawn is left
/// out. So is everything above <see cref="MaxAreas"/> areas and <see cref="MaxCorners"/> corners of polygons.
/// </summary>
internal sealed class AreaScan
{
    public const int MaxAreas = 5_000;
    public const int MaxCorners = 20_000;
    public const int MaxTextLength = 200;

    private readonly List<DrawnAreaBody> areas = [];
    private readonly List<PlanPoint> reached = [];
    private int corners;

    /// <param name="plan">A valid plan.</param>
    /// <returns>The areas in the plan's order, and points that a box around all of them must enclose.</returns>
    public static (IReadOnlyList<DrawnAreaBody> Areas, IReadOnlyList<PlanPoint> Reached) Of(JsonElement plan)
    {
        var scan = new AreaScan();
        foreach (var zone in plan.GetProperty("zones").EnumerateArray())
        {
            if (Find(zone, "areas", JsonValueKind.Array) is not { } found)
                continue;
            var zoneAt = PointOf(zone, "position") ?? default;
            foreach (var area in found.EnumerateArray())
                scan.Add(area, zoneAt);
        }

        return (scan.areas, scan.reached);
    }

    private void Add(JsonElement area, PlanPoint zoneAt)
    {
        if (areas.Count == MaxAreas)
            return;
        var at = zoneAt + (PointOf(area, "position") ?? default);
        var degrees = NumberOf(area, "rotation") ?? 0;
        var polygon = PolygonOf(area) is { } found ? Placed(found, at, degrees) : null;
        var ellipse = EllipseOf(area, at, degrees);
        var text = TextOf(area, at, degrees);
        if (polygon is null && ellipse is null && text is null)
            return;
        areas.Add(new DrawnAreaBody(
            polygon,
            ellipse,
            CssColor.OrNull(WordOf(area, "color")),
            CssColor.OrNull(WordOf(area, "border_color")),
            NumberOf(area, "border_width") is { } width and >= 0 ? Drawing.Tenths(width) : null,
            text));
    }

    /// <summary>The corners of a rectangle, which is drawn from its corner, or of a polygon.</summary>
    private static PlanPoint[]? PolygonOf(JsonElement area)
    {
        if (ShapeOf(area) == "rectangle" && Find(area, "rectangle", JsonValueKind.Object) is { } rectangle
            && NumberOf(rectangle, "width") is { } width && NumberOf(rectangle, "height") is { } height)
        {
            return [new(0, 0), new(width, 0), new(width, height), new(0, height)];
        }

        return ShapeOf(area) == "polygon" && Find(area, "polygon", JsonValueKind.Object) is { } polygon
            && Find(polygon, "points", JsonValueKind.Array) is { } points
            ? [.. points.EnumerateArray().Take(MaxCorners).Select(PointOf).OfType<PlanPoint>()]
            : null;
    }

    /// <summary>Rotated around the position of the area.</summary>
    private int[]? Placed(PlanPoint[] shape, PlanPoint at, double degrees)
    {
        corners += shape.Length;
        if (shape.Length < 2 || corners > MaxCorners)
            return null;
        PlanPoint[] placed = [.. shape.Select(corner => at + Rotated(corner, degrees))];
        reached.AddRange(placed);
        var x = Drawing.Deltas(placed.Select(corner => corner.X));
        var y = Drawing.Deltas(placed.Select(corner => corner.Y));
        return [.. x.Zip(y).SelectMany(corner => (int[])[corner.First, corner.Second])];
    }

    private DrawnEllipseBody? EllipseOf(JsonElement area, PlanPoint at, double degrees)
    {
        PlanPoint? radius = null;
        if (ShapeOf(area) == "circle" && Find(area, "circle", JsonValueKind.Object) is { } circle)
            radius = NumberOf(circle, "radius") is { } both ? new PlanPoint(both, both) : null;
        if (ShapeOf(area) == "ellipse" && Find(area, "ellipse", JsonValueKind.Object) is { } ellipse)
            radius = PointOf(ellipse, "radius");
        if (radius is not { X: >= 0, Y: >= 0 } found)
            return null;
        var far = Math.Max(found.X, found.Y);
        reached.Add(at - new PlanPoint(far, far));
        reached.Add(at + new PlanPoint(far, far));
        return new DrawnEllipseBody(
            Drawing.Tenths(at.X), Drawing.Tenths(at.Y), Drawing.Tenths(found.X), Drawing.Tenths(found.Y), degrees);
    }

    private DrawnTextBody? TextOf(JsonElement area, PlanPoint at, double degrees)
    {
        if (Find(area, "text", JsonValueKind.Object) is not { } text || WordOf(text, "text") is not { } words
            || string.IsNullOrWhiteSpace(words))
        {
            return null;
        }

        var placed = at + Rotated(PointOf(text, "position") ?? default, degrees);
        reached.Add(placed);
        var size = NumberOf(text, "size") is { } given and > 0 ? given : DefaultTextSize;
        return new DrawnTextBody(
            Shortened(words.Trim()), Drawing.Tenths(placed.X), Drawing.Tenths(placed.Y), Drawing.Tenths(size),
            CssColor.OrNull(WordOf(text, "color")), degrees);
    }

    /// <summary>The size with which pretix draws a text that names none.</summary>
    private const double DefaultTextSize = 16;

    private static string Shortened(string text)
    {
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(MaxTextLength))
            kept.Append(rune.ToString());
        return kept.ToString();
    }

    private static PlanPoint Rotated(PlanPoint point, double degrees)
    {
        var (sin, cos) = Math.SinCos(double.DegreesToRadians(degrees));
        return degrees == 0 ? point : new((point.X * cos) - (point.Y * sin), (point.X * sin) + (point.Y * cos));
    }

    private static string? ShapeOf(JsonElement area) => WordOf(area, "shape");

    private static PlanPoint? PointOf(JsonElement owner, string name) =>
        Find(owner, name, JsonValueKind.Object) is { } point ? PointOf(point) : null;

    private static PlanPoint? PointOf(JsonElement point) =>
        NumberOf(point, "x") is { } x && NumberOf(point, "y") is { } y ? new PlanPoint(x, y) : null;

    private static double? NumberOf(JsonElement owner, string name) =>
        Find(owner, name, JsonValueKind.Number) is { } value && value.TryGetDouble(out var number)
            && Math.Abs(number) <= PlanLimits.MaxCoordinate
            ? number
            : null;

    private static string? WordOf(JsonElement owner, string name)
    {
        try
        {
            return Find(owner, name, JsonValueKind.String)?.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half of a character
        }
    }

    private static JsonElement? Find(JsonElement owner, string name, JsonValueKind kind)
    {
        try
        {
            return owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value)
                && value.ValueKind == kind
                ? value
                : null;
        }
        catch (InvalidOperationException)
        {
            return null; // the name of a member holds half of a character
        }
    }
}

/// <summary>Colours that plans give are sent to pages only when they are colours, and nothing else of CSS.</summary>
internal static partial class CssColor
{
    /// <summary>The colour as it is written, or null when it is none.</summary>
    public static string? OrNull(string? text) => text is not null && Pattern().IsMatch(text) ? text : null;

    [GeneratedRegex(@"\A(#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,30}|(rgb|hsl)a?\([0-9., %/+a-z-]{1,60}\))\z")]
    private static partial Regex Pattern();
}
