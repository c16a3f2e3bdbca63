using System.Collections.Immutable;
using Ticketing.Catalog;

namespace Ticketing.Tests.Rules.Catalog;

public class ScheduleSeatsTests
{
    [Fact]
    public void Seats_are_numbered_in_the_order_of_the_plan_and_rows_over_all_zones()
    {
        var seats = ScheduleSeats.Of(Plans.Read(Plans.Small).Plan!);

        Assert.Equal(["A-1", "A-2", "B-1", "B-2", "B-3", "B-4", "Box"], seats.Select(seat => seat.SeatId));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], seats.Select(seat => seat.Ordinal));
        Assert.Equal([0, 0, 0, 0, 0, 0, 1], seats.Select(seat => seat.Zone));
        Assert.Equal([0, 0, 1, 1, 1, 1, 2], seats.Select(seat => seat.Row));
    }

    [Fact]
    public void An_aisle_begins_a_new_block() =>
        Assert.Equal(
            [0, 0, 1, 1, 2, 2, 3],
            ScheduleSeats.Of(Plans.Read(Plans.Small).Plan!).Select(seat => seat.Block));

    [Theory]
    [InlineData(new[] { 0.0, 20, 40, 60 }, new[] { 0, 0, 0, 0 })]
    [InlineData(new[] { 0.0, 20, 50, 70 }, new[] { 0, 0, 0, 0 })]
    [InlineData(new[] { 0.0, 20, 53, 73 }, new[] { 0, 0, 1, 1 })]
    [InlineData(new[] { 0.0, 60 }, new[] { 0, 1 })]
    [InlineData(new[] { 0.0, 60, 120 }, new[] { 0, 1, 2 })]
    [InlineData(new[] { 0.0, 40, 80, 120, 160 }, new[] { 0, 0, 0, 0, 0 })]
    [InlineData(new[] { 120.0, 100, 20, 0 }, new[] { 0, 0, 1, 1 })]
    [InlineData(new[] { 5.0, 5, 5 }, new[] { 0, 0, 0 })]
    public void A_gap_well_over_the_usual_spacing_is_an_aisle(double[] across, int[] blocks)
    {
        // Beside a row of seats 20 apart, which defines the usual distance of the zone.
        var plan = PlanOf([Line(Enumerable.Range(0, 20).Select(seat => seat * 20.0)), Line(across)]);

        Assert.Equal(blocks, BlocksOf(plan, row: 1));
    }

    [Fact]
    public void Seats_on_a_curve_are_side_by_side_and_an_aisle_in_it_is_found()
    {
        var angles = Enumerable.Range(0, 40).Select(seat => (seat * 0.075) + (seat < 17 ? 0 : 0.075));
        var plan = PlanOf([[.. angles.Select(at => new PlanPoint(300 * Math.Cos(at), 300 * Math.Sin(at)))]]);

        Assert.Equal(
            [.. Enumerable.Repeat(0, 17), .. Enumerable.Repeat(1, 23)],
            BlocksOf(plan, row: 0));
    }

    [Fact]
    public void Rows_nearer_to_the_stage_are_better_then_seats_nearer_to_the_middle()
    {
        // The first row of the plan is the last one of the house: the stage is below.
        var plan = PlanOf([Line([0, 20, 40], y: 0), Line([0, 20, 40, 60], y: 30)]);
        plan = plan with { Front = new PlanFront(new PlanPoint(30, 90), FrontSource.Given) };

        Assert.Equal([3, 2, 3, 1, 0, 0, 1], ScheduleSeats.Of(plan).Select(seat => seat.Rank));
    }

    [Fact]
    public void Without_a_stage_the_first_row_is_the_front()
    {
        var plan = PlanOf([Line([0, 20, 40], y: 0), Line([0, 20, 40], y: 30)]);

        Assert.Equal([1, 0, 1, 3, 2, 3], ScheduleSeats.Of(plan).Select(seat => seat.Rank));
    }

    [Theory]
    [InlineData("theatre.json", 332, 3, 36)]
    [InlineData("arena.json", 14_893, 5, 710)]
    public void The_demo_plans_load(string file, int seatCount, int categories, int blocks)
    {
        var reading = Plans.ReadDemo(file);

        Assert.Empty(reading.Errors);
        Assert.Equal((FrontSource.Area, "STAGE"), (reading.Plan!.Front!.Source, reading.Plan.Front.Name));
        var seats = ScheduleSeats.Of(reading.Plan);
        Assert.Equal(seatCount, seats.Length);
        Assert.Equal(categories, seats.Select(seat => seat.Category).Distinct().Count());
        Assert.Equal(blocks, seats.Select(seat => seat.Block).Distinct().Count());
    }

    private static int[] BlocksOf(SeatingPlan plan, int row)
    {
        var blocks = ScheduleSeats.Of(plan).Where(seat => seat.Row == row).Select(seat => seat.Block).ToArray();
        return [.. blocks.Select(block => block - blocks[0])];
    }

    private static ImmutableArray<PlanPoint> Line(IEnumerable<double> across, double y = 0) =>
        [.. across.Select(x => new PlanPoint(x, y))];

    private static SeatingPlan PlanOf(ImmutableArray<PlanPoint>[] rows)
    {
        var read = rows.Select((row, number) => new PlanRow(
            $"{number}", [.. row.Select((at, seat) => new PlanSeat($"{number}-{seat}", $"{seat}", at, "All"))]));
        PlanZone zone = new("Zone", [.. read]);
        return new SeatingPlan("Test", [new PlanCategory("All", null)], [zone], FrontGuess.Of([zone]));
    }
}
