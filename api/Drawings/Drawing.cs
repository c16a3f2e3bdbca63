using System.Globalization;
using System.Text.Json;
using Ticketing.Catalog;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>Makes the form of a plan that pages draw. Pure.</summary>
internal static class Drawing
{
    /// <param name="json">The plan as it is stored; it was valid when it was imported.</param>
    public static DrawingBody Of(byte[] json, Schedule schedule)
    {
        var reading = SeatingPlanReader.Read(json);
        if (reading.Plan is not { } plan)
        {
            throw new InvalidOperationException(
                $"The stored plan of schedule {schedule.Id} cannot be read: {reading.Errors[0]}.");
        }

        var categories = schedule.Categories.Select(category => category.Name).Index()
            .ToDictionary(category => category.Item, category => category.Index, StringComparer.Ordinal);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = PlanLimits.MaxDepth });
        var (areas, reached) = AreaScan.Of(document.RootElement);
        List<PlanPoint> drawn = [.. SeatsOf(plan), .. reached];
        if (schedule.Front is { } front)
            drawn.Add(front.At);
        return new DrawingBody(
            PlanRevision.Of(json),
            plan.Name,
            plan.SeatCount,
            BoxOf(drawn),
            FrontOf(schedule.Front),
            [.. schedule.Categories.Select(one => new CategoryBody(one.Name, CssColor.OrNull(one.Color), one.Price))],
            [.. plan.Zones.Select(zone => Zone(zone, categories))],
            areas);
    }

    public static int Tenths(double length) => (int)Math.Round(10 * length, MidpointRounding.AwayFromZero);

    /// <summary>Rounded before the differences are taken, so that errors of rounding do not add up.</summary>
    public static int[] Deltas(IEnumerable<double> positions)
    {
        int[] found = [.. positions.Select(Tenths)];
        for (var index = found.Length - 1; index > 0; index--)
            found[index] -= found[index - 1];
        return found;
    }

    private static IEnumerable<PlanPoint> SeatsOf(SeatingPlan plan) =>
        plan.Zones.SelectMany(zone => zone.Rows).SelectMany(row => row.Seats).Select(seat => seat.At);

    private static DrawnBoxBody? BoxOf(List<PlanPoint> points)
    {
        if (points.Count == 0)
            return null;
        var bounds = PlanBounds.Of(points);
        var (left, top) = (Tenths(bounds.TopLeft.X), Tenths(bounds.TopLeft.Y));
        return new DrawnBoxBody(left, top, Tenths(bounds.BottomRight.X) - left, Tenths(bounds.BottomRight.Y) - top);
    }

    private static DrawnFrontBody? FrontOf(PlanFront? front) =>
        front is null ? null : new(Tenths(front.At.X), Tenths(front.At.Y), front.Source, front.Name);

    private static DrawnZoneBody Zone(PlanZone zone, Dictionary<string, int> categories) =>
        new(zone.Name, [.. zone.Rows.Select(row => Row(row, categories))]);

    private static DrawnRowBody Row(PlanRow row, Dictionary<string, int> categories)
    {
        int[] ofSeats = [.. row.Seats.Select(seat => categories[seat.Category])];
        var counts = TryCount(row, out var from, out var step);
        return new DrawnRowBody(
            row.Number,
            NullIfEmpty(row.RowWording),
            NullIfEmpty(row.SeatWording),
            counts ? from : null,
            counts ? step : null,
            counts ? null : [.. row.Seats.Select(seat => seat.Number)],
            ofSeats.Distinct().Count() == 1 ? [ofSeats[0]] : ofSeats,
            Deltas(row.Seats.Select(seat => seat.At.X)),
            Deltas(row.Seats.Select(seat => seat.At.Y)));
    }

    /// <summary>Whether the numbers of the seats are whole and equally far apart, as 1, 2, 3 or 24, 22, 20.</summary>
    private static bool TryCount(PlanRow row, out int from, out int step)
    {
        (from, step) = (0, 1);
        var numbers = new int[row.Seats.Length];
        for (var index = 0; index < numbers.Length; index++)
        {
            var text = row.Seats[index].Number;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index])
                || numbers[index].ToString(CultureInfo.InvariantCulture) != text)
            {
                return false;
            }
        }

        if (numbers.Length == 0)
            return false;
        from = numbers[0];
        if (numbers.Length > 1)
            step = numbers[1] - numbers[0];
        for (var index = 1; index < numbers.Length; index++)
        {
            if (numbers[index] - numbers[index - 1] != step)
                return false;
        }

        return true;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
