using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ticketing.Api;
using Ticketing.Catalog;
using Ticketing.Store;

namespace Ticketing.Tests.Rules.Catalog;

public class DrawingTests
{
    private const int MaxBytesOverTheWire = 150 * 1_024;

    public static TheoryData<string> DemoPlans { get; } = new(["arena.json", "theatre.json"]);

    [Theory]
    [MemberData(nameof(DemoPlans))]
    public void A_page_reads_every_seat_of_a_demo_plan_from_its_drawing(string file) =>
        AssertComplete(File.ReadAllBytes(Path.Combine(Plans.DemoFolder, file)));

    [Fact]
    public void A_page_reads_every_seat_of_a_hall_whose_ids_are_UUIDs() =>
        AssertComplete(Encoding.UTF8.GetBytes(Halls.Create(("Stage", 400, 400)).ToJsonString()));

    [Fact]
    public void Numbers_and_categories_that_change_within_a_row_are_listed()
    {
        foreach (var numbers in (string[][])[["1", "2", "4"], ["3", "2", "1"], ["2", "4", "6"], ["1", "1a", "2"],
            ["01", "02", "03"], ["", "", ""], ["7", "7", "7"], ["2147483648", "2147483649", "2147483650"]])
        {
            var plan = JsonNode.Parse(Plans.Rectangle(2, 3))!;
            plan["categories"]!.AsArray().Add(new JsonObject { ["name"] = "Other" });
            plan.Seat(0, 1, 2)["category"] = "Other";
            for (var seat = 0; seat < 3; seat++)
                plan.Seat(0, 0, seat)["seat_number"] = numbers[seat];
            AssertComplete(Encoding.UTF8.GetBytes(plan.ToJsonString()));
        }
    }

    [Fact]
    public void The_wording_of_a_row_and_empty_rows_are_kept()
    {
        var drawing = Draw(Plans.SmallWith(plan =>
        {
            var rows = plan["zones"]![0]!["rows"]!.AsArray();
            (rows[0]!["row_label"], rows[0]!["seat_label"]) = ("Reihe %s", "Platz %s");
            rows.Insert(1, new JsonObject { ["row_number"] = "", ["seats"] = new JsonArray() });
        }));

        var (first, empty) = (drawing.Zones[0].Rows[0], drawing.Zones[0].Rows[1]);
        Assert.Equal(("Reihe %s", "Platz %s"), (first.Label, first.SeatLabel));
        Assert.Equal(("", 0, 0), (empty.Number, empty.X.Count, empty.Y.Count));
        Assert.Equal(7, drawing.SeatCount);
    }

    [Fact]
    public void Areas_are_placed_in_the_whole_plan_and_the_box_encloses_them()
    {
        var drawing = Draw(Plans.SmallWith(plan => plan["zones"]![0]!["areas"] = JsonNode.Parse(
            """
            [{"shape": "rectangle", "position": {"x": 0, "y": -40}, "rotation": 90, "color": "#2b2b33",
              "border_color": "red", "border_width": 1.5, "rectangle": {"width": 120, "height": 30},
              "text": {"text": " Main Stage ", "position": {"x": 60, "y": 15}, "size": 12, "color": "#fff"}},
             {"shape": "circle", "position": {"x": 1000, "y": 0}, "circle": {"radius": 20}},
             {"shape": "ellipse", "position": {"x": 0, "y": 0}, "ellipse": {"radius": {"x": 5, "y": 2.5}}},
             {"shape": "polygon", "position": {"x": 1, "y": 1},
              "polygon": {"points": [{"x": 0, "y": 0}, {"x": 10, "y": 0}, {"x": 10, "y": 5}]}},
             {"shape": "text", "position": {"x": 3, "y": 4}, "text": {"text": "FLOOR"}}]
            """)));

        // The zone is at (100, 50).
        Assert.Equal([1_000, 100, 0, 1_200, -300, 0, 0, -1_200], drawing.Areas[0].Polygon);
        Assert.Equal(("#2b2b33", "red", 15), Look(drawing.Areas[0]));
        Assert.Equal(new DrawnTextBody("Main Stage", 850, 700, 120, "#fff", 90), drawing.Areas[0].Text);
        Assert.Equal(new DrawnEllipseBody(11_000, 500, 200, 200, 0), drawing.Areas[1].Ellipse);
        Assert.Equal(new DrawnEllipseBody(1_000, 500, 50, 25, 0), drawing.Areas[2].Ellipse);
        Assert.Equal([1_010, 510, 100, 0, 0, 50], drawing.Areas[3].Polygon);
        Assert.Equal(new DrawnTextBody("FLOOR", 1_030, 540, 160, null, 0), drawing.Areas[4].Text);

        var box = drawing.Box!;
        Assert.Equal(11_200, box.X + box.Width);
        Assert.Equal(70, box.X); // the box seat
        Assert.Equal(100, box.Y); // the rotated stage

        static (string?, string?, int?) Look(DrawnAreaBody area) => (area.Color, area.Border, area.BorderWidth);
    }

    [Theory]
    [InlineData("""{"shape": "rectangle", "rectangle": {"width": 1e300, "height": 1}}""")]
    [InlineData("""{"shape": "rectangle", "rectangle": 7}""")]
    [InlineData("""{"shape": "circle", "circle": {"radius": -3}}""")]
    [InlineData("""{"shape": "polygon", "polygon": {"points": [7, {"x": "1", "y": 2}, {"x": 1, "y": 2}]}}""")]
    [InlineData("""{"shape": "text", "text": {"text": " \n "}}""")]
    [InlineData("""{"shape": "javascript:alert(1)", "polygon": {"points": []}}""")]
    public void An_area_that_cannot_be_drawn_is_left_out(string area) => Assert.Empty(
        Draw(Plans.SmallWith(plan => plan["zones"]![0]!["areas"] = new JsonArray(JsonNode.Parse(area)))).Areas);

    [Theory]
    [InlineData("#E87722", true)]
    [InlineData("rebeccapurple", true)]
    [InlineData("rgba(10, 20, 30, .5)", true)]
    [InlineData("hsl(120deg 40% 50% / 80%)", true)]
    [InlineData("url(https://elsewhere.example/x)", false)]
    [InlineData("red; background: url(//elsewhere.example)", false)]
    [InlineData("#12", false)]
    [InlineData("#fff ", false)]
    [InlineData("rgb(var(--x))", false)]
    public void A_colour_is_sent_only_when_it_is_one(string color, bool isOne)
    {
        var drawing = Draw(Plans.SmallWith(plan =>
        {
            plan["categories"]![0]!["color"] = color;
            plan["zones"]![0]!["areas"]![0]!["color"] = color;
        }));

        Assert.Equal(isOne ? color : null, drawing.Categories[0].Color);
        Assert.Equal(isOne ? color : null, drawing.Areas[0].Color);
    }

    [Fact]
    public void A_plan_with_masses_of_areas_is_drawn_up_to_a_bound()
    {
        var corners = string.Join(',', Enumerable.Repeat("""{"x":1,"y":2}""", 3_000));
        var polygon = $$$"""{"shape":"polygon","polygon":{"points":[{{{corners}}}]}}""";
        var text = $$$"""{"shape":"text","text":{"text":"{{{new string('x', 1_000)}}}"}}""";
        var areas = $"[{string.Join(',', Enumerable.Repeat(polygon, 10))},"
            + $"{string.Join(',', Enumerable.Repeat(text, 6_000))}]";
        var drawing = Draw(Plans.SmallWith(plan => plan["zones"]![0]!["areas"] = JsonNode.Parse(areas)));

        Assert.Equal(AreaScan.MaxAreas, drawing.Areas.Count);
        Assert.InRange(drawing.Areas.Sum(area => area.Polygon?.Count ?? 0), 3_000, 2 * AreaScan.MaxCorners);
        Assert.All(drawing.Areas, area => Assert.InRange(area.Text?.Text.Length ?? 0, 0, AreaScan.MaxTextLength));
    }

    [Fact]
    public void A_schedule_without_seats_has_a_drawing_without_a_box()
    {
        var drawing = Draw(Encoding.UTF8.GetString(NewSchedule.WithoutSeats.Span));

        Assert.Equal((0, null, null), (drawing.SeatCount, drawing.Box, drawing.Front));
        Assert.Empty(drawing.Zones);
    }

    [Fact]
    public void The_same_plan_has_the_same_revision_and_another_plan_another()
    {
        Assert.Equal("44136fa355b3678a", PlanRevision.Of("{}"u8));
        Assert.NotEqual(Draw(Plans.Small).Revision, Draw(Plans.SmallWith(plan => plan["name"] = "X")).Revision);
    }

    /// <summary>
    /// The drawing has what the plan has, in the order in which the table of seats numbers them, and is small.
    /// </summary>
    private static void AssertComplete(byte[] json)
    {
        var plan = SeatingPlanReader.Read(json).Plan!;
        var packed = PackedBody.Of(
            JsonSerializer.SerializeToUtf8Bytes(Drawing.Of(json, ScheduleOf(plan)), JsonSerializerOptions.Web),
            withBrotli: true);

        var found = DrawnSeat.AllOf(JsonNode.Parse(packed.Raw.Span)!);

        var expected = from zone in plan.Zones
                       from row in zone.Rows
                       from seat in row.Seats
                       select new DrawnSeat(
                           zone.Name, row.Number, seat.Number, seat.Category, Drawing.Tenths(seat.At.X),
                           Drawing.Tenths(seat.At.Y));
        Assert.Equal(expected, found);
        Assert.Equal(
            ScheduleSeats.Of(plan).OrderBy(seat => seat.Ordinal).Select(seat => seat.SeatId),
            plan.Zones.SelectMany(zone => zone.Rows).SelectMany(row => row.Seats).Select(seat => seat.SeatId));
        var text = Encoding.UTF8.GetString(packed.Raw.Span);
        Assert.DoesNotContain(
            plan.Zones.SelectMany(zone => zone.Rows).SelectMany(row => row.Seats),
            seat => seat.SeatId.Length > 10 && text.Contains(seat.SeatId, StringComparison.Ordinal));
        Assert.InRange(packed.Brotli.Length, 1, MaxBytesOverTheWire);
        Assert.InRange(packed.Gzipped.Length, 1, MaxBytesOverTheWire);
    }

    private static DrawingBody Draw(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return Drawing.Of(bytes, ScheduleOf(SeatingPlanReader.Read(bytes).Plan!));
    }

    private static Schedule ScheduleOf(SeatingPlan plan) => new(
        Guid.NewGuid(), Guid.NewGuid(), default, new SaleSettings(default, 60, 4), plan.SeatCount,
        [.. plan.Categories.Select(category => new ScheduleCategory(category.Name, category.Color, 100))], default, 1)
    {
        Front = plan.Front,
    };
}
