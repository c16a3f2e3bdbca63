using System.Text;
using Ticketing.Catalog;

namespace Ticketing.Tests.Rules.Catalog;

public class SeatingPlanReaderTests
{
    [Fact]
    public void A_plan_is_read_with_zones_rows_seats_and_categories()
    {
        var plan = Read(Plans.Small);

        Assert.Equal("Small House", plan.Name);
        Assert.Equal([new("Gold", "#ffcc00"), new("Silver", null)], plan.Categories.AsEnumerable());
        Assert.Equal(["Stalls", ""], plan.Zones.Select(zone => zone.Name));
        Assert.Equal(["A", "B"], plan.Zones[0].Rows.Select(row => row.Number));
        Assert.Equal(7, plan.SeatCount);
        Assert.Equal(new PlanSeat("A-2", "2", new PlanPoint(130.5, 55), "Gold"), plan.Zones[0].Rows[0].Seats[1]);
        Assert.Equal(new PlanPoint(7, 301), plan.Zones[1].Rows[0].Seats[0].At);
    }

    [Fact]
    public void The_stage_is_where_an_area_says_so() => Assert.Equal(new PlanPoint(160, 25), Read(Plans.Small).Stage);

    [Theory]
    [InlineData("Backstage door")]
    [InlineData("Bar")]
    public void Not_everything_that_sounds_like_a_stage_is_one(string text) =>
        Assert.Null(Read(Plans.Small.Replace("Main Stage", text)).Stage);

    [Fact]
    public void Unknown_fields_are_ignored_wherever_they_stand()
    {
        var json = Plans.SmallWith(plan =>
        {
            plan["x-editor"] = "version 9";
            plan["zones"]![0]!["mood"] = 1;
            plan["zones"]![0]!["areas"]![0]!["border_width"] = 1;
            plan.Seat(0, 0, 0)["start_direction"] = "<>";
            plan.Seat(0, 0, 0)["wheelchair"] = true;
        });

        Assert.Equal(7, Read(json).SeatCount);
    }

    [Fact]
    public void A_caption_may_have_lines_and_length() =>
        Assert.Equal(7, Read(Plans.Small.Replace("Main Stage", "Bar\\n" + new string('x', 500))).SeatCount);

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        byte[] json = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Plans.Small)];

        Assert.NotNull(SeatingPlanReader.Read(json).Plan);
    }

    [Fact]
    public void Paths_begin_where_the_plan_stands_in_a_larger_document()
    {
        var reading = SeatingPlanReader.Read("{}"u8.ToArray(), "$.plan");

        Assert.Equal(["$.plan.name", "$.plan.categories", "$.plan.zones"], reading.Errors.Select(error => error.Path));
    }

    [Fact]
    public void The_largest_plan_is_still_read()
    {
        var reading = Plans.Read(Plans.Rectangle(Limits.SeatsPerSchedule / 100, 100));

        Assert.Equal(Limits.SeatsPerSchedule, reading.Plan!.SeatCount);
    }

    private static SeatingPlan Read(string json)
    {
        var reading = Plans.Read(json);
        Assert.Empty(reading.Errors);
        return reading.Plan!;
    }
}
