using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Ticketing.Catalog;

namespace Ticketing.Tests.Rules.Catalog;

public class PlanFrontTests
{
    private const double Precision = 0.000_001;

    [Theory]
    [InlineData("Main Stage")]
    [InlineData("STAGE")]
    [InlineData("Bühne")]
    [InlineData("Bu\u0308hne")]
    [InlineData("BU\u0308HNE")]
    [InlineData("Buehne")]
    [InlineData("Stage / Bühne")]
    [InlineData("Scène")]
    [InlineData("Sce\u0300ne principale")]
    [InlineData("ESCENARIO")]
    [InlineData("Jevis\u030Ctě")]
    [InlineData("СЦЕНА")]
    [InlineData("ΣΚΗΝΗ")]
    [InlineData("무대")]
    [InlineData("舞台")]
    [InlineData("Screen")]
    [InlineData("Écran")]
    [InlineData("E\u0301cran")]
    [InlineData("Leinwand")]
    [InlineData("Podium")]
    [InlineData("Spielfeld")]
    [InlineData("Playing field")]
    [InlineData("Ice rink")]
    [InlineData("Campo de juego")]
    [InlineData("Boisko")]
    public void The_front_is_where_an_area_names_it(string text)
    {
        var plan = Plans.Read(Plans.Small.Replace("Main Stage", text)).Plan!;

        Assert.Equal(new PlanFront(new PlanPoint(160, 25), FrontSource.Area, text), plan.Front);
    }

    [Theory]
    [InlineData("Stage door")]
    [InlineData("Backstage door")]
    [InlineData("Backstage")]
    [InlineData("Stage left entrance")]
    [InlineData("Bühneneingang")]
    [InlineData("Zur Bühne")]
    [InlineData("Palco 12")]
    [InlineData("O2 Stage Bar")]
    [InlineData("Screening room")]
    [InlineData("Fieldhouse")]
    [InlineData("Bar")]
    [InlineData("the")]
    [InlineData("")]
    [InlineData("\u0308")]
    public void Not_everything_that_sounds_like_a_front_is_one(string text) =>
        Assert.Equal(FrontSource.RowNumbers, Plans.Read(Plans.Small.Replace("Main Stage", text)).Plan!.Front!.Source);

    [Fact]
    public void A_stage_comes_before_the_field_it_stands_on()
    {
        var plan = Plans.Read(Halls.Create(("Field", 500, 450), ("Stage", 20, 430)).ToJsonString()).Plan!;

        Assert.Equal(new PlanFront(new PlanPoint(20, 430), FrontSource.Area, "Stage"), plan.Front);
    }

    [Fact]
    public void The_text_of_a_rectangle_without_a_position_is_in_its_middle()
    {
        var json = Plans.Small.Replace(""", "position": {"x": 60, "y": 15}""", "");

        Assert.Equal(new PlanPoint(160, 25), Plans.Read(json).Plan!.Front!.At);
    }

    [Fact]
    public void A_zone_without_seats_may_be_the_front()
    {
        var json = Plans.SmallWith(plan =>
        {
            plan["zones"]![0]!["areas"] = null;
            plan["zones"]![1]!["name"] = "Stage";
        });
        var withSeats = Plans.Read(json).Plan!.Front!;
        var without = Plans.Read(json.Replace(
            "\"rows\":[{\"row_number\":\"1\"", "\"rows\":[],\"more\":[{\"row_number\":\"1\"")).Plan!.Front;

        Assert.Equal(FrontSource.RowNumbers, withSeats.Source);
        Assert.Equal(new PlanFront(new PlanPoint(0, 300), FrontSource.Area, "Stage"), without);
    }

    [Theory]
    [InlineData(FrontSide.Top, 50, 0)]
    [InlineData(FrontSide.Bottom, 50, 60)]
    [InlineData(FrontSide.Left, 0, 30)]
    [InlineData(FrontSide.Right, 100, 30)]
    [InlineData(FrontSide.Middle, 50, 30)]
    public void An_organiser_may_name_a_side(FrontSide side, double x, double y)
    {
        var reading = SeatingPlanReader.Read(
            Encoding.UTF8.GetBytes(Plans.Rectangle(3, 6)), "$", new FrontWish(side, null, null));

        Assert.Equal(new PlanFront(new PlanPoint(x, y), FrontSource.Given), reading.Plan!.Front);
        Assert.Empty(reading.Warnings);
    }

    [Fact]
    public void What_the_organiser_says_comes_before_what_the_plan_says()
    {
        var reading = SeatingPlanReader.Read(
            Encoding.UTF8.GetBytes(Plans.Small), "$", new FrontWish(null, -7, 3.5));

        Assert.Equal(new PlanFront(new PlanPoint(-7, 3.5), FrontSource.Given), reading.Plan!.Front);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(FrontSide.Top, 1.0, null)]
    [InlineData(FrontSide.Top, 1.0, 1.0)]
    [InlineData(null, 1.0, null)]
    [InlineData(null, 1.0, 1_000_001.0)]
    [InlineData((FrontSide)9, null, null)]
    public void A_front_is_a_side_or_a_point(FrontSide? side, double? x, double? y) =>
        Assert.NotNull(new FrontWish(side, x, y).Fault);

    [Fact]
    public void Around_a_field_that_nothing_names_the_rows_beside_it_are_the_best()
    {
        var reading = Plans.Read(Halls.Create().ToJsonString());

        var front = reading.Plan!.Front!;
        Assert.Equal(FrontSource.RowNumbers, front.Source);
        Assert.InRange(front.At.Y, Halls.FieldTop, Halls.FieldBottom);
        Assert.InRange(front.At.X, 400, 650);
        foreach (var zone in reading.Plan.Zones)
        {
            var byNumber = zone.Rows.OrderBy(row => int.Parse(row.Number)).ToArray();
            Assert.Equal(byNumber, zone.Rows.OrderBy(row => BestRank(reading.Plan, row)));
        }
    }

    [Fact]
    public void An_assumed_front_is_a_warning_that_says_where_it_is_and_what_the_plan_has_instead()
    {
        var warning = Assert.Single(Plans.Read(Halls.Create(("Stage door", 0, 0)).ToJsonString()).Warnings);

        Assert.Contains("'front'", warning.Message);
        Assert.Contains("460)", warning.Message);
        Assert.Contains("'Stage door'", warning.Message);
        Assert.Empty(Plans.Read(Halls.Create(("Field", 500, 450)).ToJsonString()).Warnings);
    }

    [Theory]
    [InlineData("A,B,C")]
    [InlineData("C,B,A")]
    [InlineData("10,9,2")]
    [InlineData("Z,AA,AB")]
    [InlineData("Row 2,Row 10,Row 11")]
    public void The_front_is_where_the_lowest_row_is(string rowNumbers)
    {
        var numbers = rowNumbers.Split(',');
        var zone = Zone(numbers.Select((number, at) => (number, new PlanPoint(0, at * 30), new PlanPoint(20, 0))));
        var lowest = numbers.Contains("A") ? "A" : numbers.First(number => number is "2" or "Z" or "Row 2");

        var front = FrontGuess.Of([zone])!;

        Assert.Equal(40, front.At.X, Precision);
        Assert.Equal(zone.Rows.Single(row => row.Number == lowest).Middle.Y, front.At.Y, Precision);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("left", "right")]
    [InlineData("1", "A")]
    public void Without_numbers_the_first_row_is_the_front(string first, string second)
    {
        var zone = Zone([(first, new(0, 0), new(20, 0)), (second, new(0, 30), new(20, 0))]);

        Assert.Equal(new PlanFront(new PlanPoint(40, 0), FrontSource.FirstRow), FrontGuess.Of([zone]));
    }

    /// <summary>Blocks in a fan around a stage, turned and moved at random, drawn in any order of rows.</summary>
    [Fact]
    public void However_a_theatre_is_turned_its_lowest_rows_are_the_best() => Gen.Select(
        Gen.Double[0, 2 * Math.PI], Gen.Int[-5_000, 5_000], Gen.Int[1, 4], Gen.Int[2, 8], Gen.Bool).Sample(
        (turn, shift, blocks, rows, fromBehind) =>
        {
            var zones = Enumerable.Range(0, blocks).Select(block =>
            {
                // Side blocks look at the stage at up to 40 degrees.
                var look = blocks == 1 ? 0 : (-0.7 + (1.4 * block / (blocks - 1)));
                var numbers = Enumerable.Range(1, rows).ToArray();
                return Zone((fromBehind ? numbers.Reverse() : numbers).Select(number =>
                {
                    var back = new PlanPoint(Math.Sin(look), Math.Cos(look));
                    var along = new PlanPoint(20 * Math.Cos(look), -20 * Math.Sin(look));
                    var middle = (100.0 + (30 * number)) * back;
                    return ($"{number}", Turned(middle - (2 * along), turn, shift), Turned(along, turn, 0));
                }));
            }).ToImmutableArray();
            var plan = new SeatingPlan("Test", [new PlanCategory("All", null)], zones, FrontGuess.Of(zones));

            Assert.Equal(FrontSource.RowNumbers, plan.Front!.Source);
            Assert.All(zones, zone => Assert.Equal(
                zone.Rows.OrderBy(row => int.Parse(row.Number)), zone.Rows.OrderBy(row => BestRank(plan, row))));
        });

    private static int BestRank(SeatingPlan plan, PlanRow row)
    {
        var seats = row.Seats.Select(seat => seat.SeatId).ToHashSet();
        return ScheduleSeats.Of(plan).Where(seat => seats.Contains(seat.SeatId)).Min(seat => seat.Rank);
    }

    /// <summary>Five seats a row, beginning at <c>From</c>, each a <c>Step</c> from the one before.</summary>
    private static PlanZone Zone(IEnumerable<(string Number, PlanPoint From, PlanPoint Step)> rows)
    {
        return new PlanZone("", [.. rows.Select(row => new PlanRow(row.Number, [.. Enumerable.Range(0, 5).Select(
            seat => new PlanSeat($"{Guid.NewGuid()}", $"{seat}", row.From + (seat * row.Step), "All"))]))]);
    }

    private static PlanPoint Turned(PlanPoint point, double turn, double shift) => new(
        (point.X * Math.Cos(turn)) - (point.Y * Math.Sin(turn)) + shift,
        (point.X * Math.Sin(turn)) + (point.Y * Math.Cos(turn)) - shift);
}
