using System.Text.Json.Nodes;
using Ticketing.Catalog;

namespace Ticketing.Tests.Rules.Catalog;

public class BadPlanTests
{
    private const string FirstSeat = "$.zones[0].rows[0].seats[0]";

    [Fact]
    public void A_seat_guid_used_twice_is_refused_and_the_first_use_named()
    {
        var error = TheError(Plans.SmallWith(plan => plan.Seat(1, 0, 0)["seat_guid"] = "A-1"));

        Assert.Equal("$.zones[1].rows[0].seats[0].seat_guid", error.Path);
        Assert.Contains(FirstSeat, error.Message);
    }

    [Theory]
    [InlineData("category", "\"Platinum\"")]
    [InlineData("category", "\"gold\"")]
    [InlineData("category", "5")]
    [InlineData("seat_guid", "\"\"")]
    [InlineData("seat_guid", "\"  \"")]
    [InlineData("seat_guid", "7")]
    [InlineData("seat_guid", "null")]
    [InlineData("seat_guid", "[\"A-1\"]")]
    [InlineData("seat_guid", "\"A\\u0000\"")]
    [InlineData("seat_guid", "\"A\\n1\"")]
    [InlineData("seat_number", "true")]
    [InlineData("position", "null")]
    [InlineData("position", "[0, 0]")]
    public void A_field_of_a_seat_that_cannot_be_is_refused(string field, string value)
    {
        var json = Plans.SmallWith(plan => plan.Seat(0, 0, 0)[field] = JsonNode.Parse(value));

        Assert.Equal($"{FirstSeat}.{field}", TheError(json).Path);
    }

    [Theory]
    [InlineData("seat_guid")]
    [InlineData("seat_number")]
    [InlineData("position")]
    [InlineData("category")]
    public void A_field_of_a_seat_that_is_missing_is_refused(string field)
    {
        var error = TheError(Plans.SmallWith(plan => plan.Seat(0, 0, 0).AsObject().Remove(field)));

        Assert.Equal(new FieldError($"{FirstSeat}.{field}", "is missing"), error);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e10")]
    [InlineData("1000001")]
    [InlineData("\"0\"")]
    public void A_position_that_is_no_place_is_refused(string x)
    {
        var json = Plans.Small.Replace("""{"x": 20.5, "y": 0}""", $$"""{"x": {{x}}, "y": 0}""");

        Assert.Equal("$.zones[0].rows[0].seats[1].position.x", TheError(json).Path);
    }

    [Fact]
    public void Half_of_a_character_is_refused_in_values_and_in_names()
    {
        Assert.Equal($"{FirstSeat}.seat_guid", TheError(Plans.Small.Replace("\"A-1\"", "\"\\ud800\"")).Path);
        Assert.NotEmpty(Plans.Read(Plans.Small.Replace("\"seat_guid\"", "\"seat\\ud800guid\"")).Errors);
    }

    [Theory]
    [InlineData("$", "[]")]
    [InlineData("$", "null")]
    [InlineData("$", "\"plan\"")]
    [InlineData("$.zones", """{"name": "x", "categories": [{"name": "A"}], "zones": {}}""")]
    [InlineData("$.zones", """{"name": "x", "categories": [{"name": "A"}]}""")]
    public void A_document_that_is_no_plan_is_refused(string path, string json) =>
        Assert.Equal(path, TheError(json).Path);

    [Theory]
    [InlineData("$.categories[1].name", "categories", """[{"name": "Gold"}, {"name": "Gold"}, {"name": "Silver"}]""")]
    [InlineData("$.categories[2].name", "categories", """[{"name": "Gold"}, {"name": "Silver"}, {"color": "red"}]""")]
    [InlineData("$.categories[2]", "categories", """[{"name": "Gold"}, {"name": "Silver"}, "Bronze"]""")]
    [InlineData("$.categories", "categories", "\"Gold\"")]
    [InlineData("$.name", "name", "[]")]
    [InlineData("$.size", "size", "\"large\"")]
    [InlineData("$.size.width", "size", """{"width": "large", "height": 1}""")]
    public void A_field_of_the_plan_that_cannot_be_is_refused(string path, string field, string value) =>
        Assert.Equal(path, TheError(Plans.SmallWith(plan => plan[field] = JsonNode.Parse(value))).Path);

    [Theory]
    [InlineData("$.zones[0].position", "position", "1")]
    [InlineData("$.zones[0].areas", "areas", "{}")]
    [InlineData("$.zones[0].areas[0]", "areas", "[1]")]
    [InlineData("$.zones[0].areas[0].position.y", "areas", """[{"position": {"x": 1}}]""")]
    [InlineData("$.zones[0].rows", "rows", "null")]
    public void A_field_of_a_zone_that_cannot_be_is_refused(string path, string field, string value) =>
        Assert.Equal(path, TheError(Plans.SmallWith(plan => plan["zones"]![0]![field] = JsonNode.Parse(value))).Path);

    [Fact]
    public void A_name_that_is_too_long_is_refused()
    {
        var longest = new string('x', Limits.MaxNameLength);

        Assert.NotNull(Plans.Read(Plans.SmallWith(plan => plan.Seat(0, 0, 0)["seat_guid"] = longest)).Plan);
        Assert.Equal(
            $"{FirstSeat}.seat_guid",
            TheError(Plans.SmallWith(plan => plan.Seat(0, 0, 0)["seat_guid"] = longest + "x")).Path);
    }

    [Fact]
    public void More_seats_than_a_schedule_may_have_are_refused_once()
    {
        var error = TheError(Plans.Rectangle((Limits.SeatsPerSchedule / 100) + 1, 100));

        Assert.Equal($"$.zones[0].rows[{Limits.SeatsPerSchedule / 100}].seats[0]", error.Path);
    }

    [Fact]
    public void All_problems_are_told_at_once_in_the_order_of_the_plan()
    {
        var json = Plans.SmallWith(plan =>
        {
            plan.Seat(0, 0, 0)["category"] = "Platinum";
            plan.Seat(0, 0, 1).AsObject().Remove("position");
            plan["zones"]![1]!["rows"]![0]!.AsObject().Remove("row_number");
        });

        Assert.Equal(
            [$"{FirstSeat}.category", "$.zones[0].rows[0].seats[1].position", "$.zones[1].rows[0].row_number"],
            Plans.Read(json).Errors.Select(error => error.Path));
    }

    [Fact]
    public void The_same_error_in_many_places_is_one_with_its_number_and_some_examples()
    {
        var reading = Plans.Read(Plans.Rectangle(100, 100).Replace("[{\"name\":\"All\"}]", "[{\"name\":\"None\"}]"));

        Assert.Null(reading.Plan);
        Assert.Equal(
            [0, 1, 2], reading.Errors.Select((error, at) => error.Path == SeatOf(at) ? at : -1));
        Assert.Contains("10000", reading.Errors[0].Message);

        static string SeatOf(int at) => $"$.zones[0].rows[0].seats[{at}].category";
    }

    [Fact]
    public void The_cause_of_errors_comes_first_then_their_number_then_examples()
    {
        var json = Plans.Rectangle(96, 10).Replace("[{\"name\":\"All\"}]", "[]").Replace("\"All\"", "\"\"");

        var errors = Plans.Read(json).Errors;

        Assert.Equal("$.categories", errors[0].Path);
        Assert.StartsWith("is empty", errors[0].Message);
        Assert.Contains("960", errors[0].Message);
        Assert.Equal(
            ["$.zones[0].rows[0].seats[0].category", "$.zones[0].rows[0].seats[1].category"],
            errors.Skip(1).Take(2).Select(error => error.Path));
        Assert.Equal(4, errors.Length);
    }

    [Fact]
    public void Different_problems_are_told_up_to_a_bound()
    {
        var plan = JsonNode.Parse(Plans.Rectangle(100, 1))!;
        for (var row = 0; row < 100; row++)
            plan.Seat(0, row, 0)["category"] = $"category {row}";

        Assert.Equal(PlanLimits.MaxErrors, Plans.Read(plan.ToJsonString()).Errors.Length);
    }

    private static FieldError TheError(string json)
    {
        var reading = Plans.Read(json);
        Assert.Null(reading.Plan);
        return Assert.Single(reading.Errors);
    }
}
