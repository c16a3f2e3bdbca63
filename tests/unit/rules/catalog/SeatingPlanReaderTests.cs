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
    public void Unknown_fields_are_kept_wherever_they_stand_and_named()
    {
        var json = Plans.SmallWith(plan =>
        {
            plan["x-editor"] = "version 9";
            plan["zones"]![0]!["mood"] = 1;
            plan["zones"]![0]!["areas"]![0]!["border_width"] = 1;
            plan.Seat(0, 0, 0)["start_direction"] = "<>";
            plan.Seat(0, 0, 0)["wheelchair"] = true;
        });

        var reading = Plans.Read(json);

        Assert.Equal(7, reading.Plan!.SeatCount);
        Assert.Equal(
            ["$", "$.zones[0]", "$.zones[0].rows[0].seats[0]"], reading.Warnings.Select(warning => warning.Path));
        Assert.Contains("'wheelchair'", reading.Warnings[2].Message);
    }

    [Fact]
    public void A_member_that_many_seats_have_is_named_once_with_their_number()
    {
        var json = Plans.Small.Replace("\"category\": \"Silver\"", "\"category\": \"Silver\", \"wheelchair\": true");

        var warning = Assert.Single(Plans.Read(json).Warnings);

        Assert.Equal("$.zones[0].rows[1].seats[0]", warning.Path);
        Assert.Contains("4 seats", warning.Message);
    }

    [Fact]
    public void Members_that_are_only_drawn_are_not_worth_a_warning() => Assert.Empty(Plans.Read(Plans.Small).Warnings);

    [Fact]
    public void Names_of_unused_members_are_bounded()
    {
        var json = Plans.SmallWith(plan =>
        {
            for (var number = 0; number < 2_000; number++)
                plan[$"x{number}-{new string('x', 300)}"] = number;
        });

        var warnings = Plans.Read(json).Warnings;

        Assert.Equal(PlanLimits.MaxUnusedMembers + 1, warnings.Length);
        Assert.All(warnings, warning => Assert.InRange(warning.Message.Length, 1, 200));
        Assert.Contains($"{2_000 - PlanLimits.MaxUnusedMembers} more", warnings[^1].Message);
    }

    [Fact]
    public void A_plan_without_seats_is_one_for_standing_places_only()
    {
        var plan = Read("""{"name": "x", "categories": [], "zones": []}""");

        Assert.Equal(0, plan.SeatCount);
        Assert.Null(plan.Front);
        Assert.Empty(ScheduleSeats.Of(plan));
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
