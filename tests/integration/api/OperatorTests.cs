using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class OperatorTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_blocked_seat_is_not_sold_until_it_is_unblocked()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));
        var path = $"/operator/schedules/{sale.ScheduleId}/blocked-seats";
        var seats = new[] { TestPlan.Seat(1, 1), TestPlan.Seat(1, 2), "no-such-seat" };

        var blocked = (await sale.Operator.PostAsync(path, new { seats })).ShouldBe(200);

        Assert.Equal(TestPlan.Seat(1, 2), Assert.Single(blocked["done"]!.AsArray())!.GetValue<string>());
        Assert.Equal(TestPlan.Seat(1, 1), Assert.Single(blocked["taken"]!.AsArray())!.GetValue<string>());
        Assert.Equal("no-such-seat", Assert.Single(blocked["unknown"]!.AsArray())!.GetValue<string>());
        (await sale.ReserveAsync(fan, "blocked", TestPlan.Seat(1, 2))).ShouldBeProblem(409, "seats-taken");
        (await sale.Operator.DeleteAsync(path, new { seats = new[] { TestPlan.Seat(1, 2) } })).ShouldBe(200);
        (await sale.ReserveAsync(fan, "free", TestPlan.Seat(1, 2))).ShouldBe(201);
    }

    [Fact]
    public async Task A_held_seat_is_blocked_when_it_comes_back_if_the_operator_asks_for_it()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        var held = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));
        var path = $"/operator/schedules/{sale.ScheduleId}/blocked-seats";
        var seats = new[] { TestPlan.Seat(1, 1) };

        var later = (await sale.Operator.PostAsync(path, new { seats, whenFree = true })).ShouldBe(200);
        Assert.Equal(seats[0], Assert.Single(later["whenFree"]!.AsArray())!.GetValue<string>());
        Assert.Empty(later["taken"]!.AsArray());
        (await fan.DeleteAsync($"/reservations/{held}")).ShouldBe(200);

        (await sale.ReserveAsync(fan, "blocked", seats[0])).ShouldBeProblem(409, "seats-taken");
        (await sale.Operator.DeleteAsync(path, new { seats })).ShouldBe(200);
        (await sale.ReserveAsync(fan, "free", seats[0])).ShouldBe(201);
    }

    [Fact]
    public async Task At_most_500_seats_are_blocked_by_one_request()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var path = $"/operator/schedules/{sale.ScheduleId}/blocked-seats";

        (await sale.Operator.PostAsync(path, new { seats = Many(501) })).ShouldBlame("$.seats");
        (await sale.Operator.PostAsync(path, new { seats = Many(500) })).ShouldBe(200);
        (await sale.Operator.PostAsync(path, new { seats = Many(0) })).ShouldBlame("$.seats");
        (await sale.Operator.PostAsync($"/operator/schedules/{Guid.NewGuid()}/blocked-seats", new { seats = Many(1) }))
            .ShouldBeProblem(404, "not-found");

        static string[] Many(int count) => [.. Enumerable.Range(0, count).Select(number => $"seat-{number}")];
    }

    [Fact]
    public async Task Sales_count_every_seat_once()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var paid = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1), TestPlan.Seat(1, 2));
        (await fan.PostAsync($"/reservations/{paid}/payment", null)).ShouldBe(200);
        await sale.ReservedAsync(fan, TestPlan.Seat(4, 1));

        var sales = (await sale.Operator.GetAsync($"/operator/schedules/{sale.ScheduleId}/sales")).ShouldBe(200);

        Assert.Equal(50, sales["seatCount"]!.GetValue<int>());
        Assert.Equal(2, sales["sold"]!.GetValue<int>());
        Assert.Equal(1, sales["held"]!.GetValue<int>());
        Assert.Equal(47, sales["available"]!.GetValue<int>());
        Assert.Equal(2 * TestPlan.StallsPrice, sales["faceValue"]!.GetValue<long>());
        var categories = sales["categories"]!.AsArray();
        Assert.Equal(["Balcony", "Stalls"], categories.Select(line => line!["category"]!.GetValue<string>()));
        (await sale.Operator.GetAsync($"/operator/schedules/{Guid.NewGuid()}/sales")).ShouldBeProblem(404, "not-found");
    }

    [Fact]
    public async Task Sales_count_general_admission_too()
    {
        var sale = await Sale.OpenAsync(fixture.Server, schedule => schedule["admissions"] =
            new JsonArray(new JsonObject { ["category"] = "Standing", ["capacity"] = 100, ["price"] = 30 }));
        var fan = await sale.FanWithAsync(points: 1_000);
        var paid = await StandAsync(quantity: 2);
        (await fan.PostAsync($"/reservations/{paid}/payment", null)).ShouldBe(200);
        await StandAsync(quantity: 3);

        var sales = (await sale.Operator.GetAsync($"/operator/schedules/{sale.ScheduleId}/sales")).ShouldBe(200);

        Assert.Equal(["Balcony", "Stalls", "Standing"], Lines().Select(line => line["category"]!.GetValue<string>()));
        foreach (var (name, count) in new[] { ("available", 95), ("held", 3), ("sold", 2), ("blocked", 0) })
            Assert.Equal(count, Lines().Last()[name]!.GetValue<int>());
        Assert.Equal((150, 145), (sales["seatCount"]!.GetValue<int>(), sales["available"]!.GetValue<int>()));
        Assert.Equal(60, sales["faceValue"]!.GetValue<long>());

        IEnumerable<JsonNode> Lines() => sales["categories"]!.AsArray().Select(line => line!);
        async Task<Guid> StandAsync(int quantity) => (await fan.PostAsync(
            "/reservations", new { scheduleId = sale.ScheduleId, category = "Standing", quantity },
            Guid.NewGuid().ToString())).ShouldBe(201)["id"]!.GetValue<Guid>();
    }

    [Fact]
    public async Task A_change_of_the_terms_is_in_force_soon()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        var opensAt = DateTimeOffset.UtcNow.AddDays(2);

        var path = $"/operator/schedules/{sale.ScheduleId}";
        var changed = (await sale.Operator.PatchAsync(path, new { opensAt })).ShouldBe(200);
        await Task.Delay(TimeSpan.FromSeconds(Limits.SaleTermsMaxAgeSeconds + 0.5));

        Assert.Equal(300, changed["holdSeconds"]!.GetValue<int>());
        var refused = (await sale.ReserveAsync(fan, "early", TestPlan.Seat(1, 1))).ShouldBeProblem(409, "not-on-sale");
        Assert.Equal(opensAt, refused["opensAt"]!.GetValue<DateTimeOffset>(), TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData("holdSeconds", 4)]
    [InlineData("holdSeconds", 3_601)]
    [InlineData("seatsPerFan", 0)]
    [InlineData("seatsPerFan", 101)]
    [InlineData("opensAt", "2199-01-01T00:00:00Z")]
    [InlineData("opensAt", "2030-01-01T00:00:00")]
    [InlineData("opensAt", "yesterday")]
    [InlineData("startsAt", "0001-01-01T00:00:00Z")]
    [InlineData("startsAt", "9999-12-31T23:59:59Z")]
    [InlineData("startsAt", null)]
    [InlineData("plan", 7)]
    [InlineData("prices", 7)]
    public async Task Bad_terms_are_named_and_nothing_is_made(string member, object? value)
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var terms = Sale.Terms();
        terms[member] = JsonValue.Create(value);

        var path = $"/concerts/{sale.ConcertId}/schedules";
        (await sale.Operator.PostAsync($"/operator{path}", terms)).ShouldBlame($"$.{member}");

        var schedules = (await fixture.Server.Anonymous().GetAsync(path)).ShouldBe(200);
        Assert.Single(schedules["items"]!.AsArray());
    }

    [Fact]
    public async Task A_bad_plan_is_named_by_its_path_within_the_body()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var path = $"/operator/concerts/{sale.ConcertId}/schedules";
        var terms = Sale.Terms();
        terms["plan"]!["zones"]![0]!["rows"]![1]!["seats"]![2]!["category"] = "Nowhere";

        var refused = await sale.Operator.PostAsync(path, terms);

        refused.ShouldBeProblem(422, "invalid-plan");
        refused.ShouldBlame("$.plan.zones[0].rows[1].seats[2].category");
    }

    [Fact]
    public async Task Every_category_needs_its_price()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var terms = Sale.Terms();
        terms["prices"]!.AsObject().Remove(TestPlan.Balcony);

        var refused = await sale.Operator.PostAsync($"/operator/concerts/{sale.ConcertId}/schedules", terms);

        Assert.True(refused.Status is 400 or 422, refused.Text);
        Assert.Contains("Balcony", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("\"free\"")]
    public async Task A_bad_price_is_named_by_one_form_of_path(string price)
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var terms = Sale.Terms();
        terms["prices"]![TestPlan.Stalls] = JsonNode.Parse(price);

        (await sale.Operator.PostAsync($"/operator/concerts/{sale.ConcertId}/schedules", terms))
            .ShouldBlame($"$.prices['{TestPlan.Stalls}']");
    }

    [Fact]
    public async Task A_schedule_needs_a_concert()
    {
        var boss = await fixture.Server.OperatorAsync();

        (await boss.PostAsync($"/operator/concerts/{Guid.NewGuid()}/schedules", Sale.Terms()))
            .ShouldBeProblem(404, "not-found");
        (await boss.PatchAsync($"/operator/schedules/{Guid.NewGuid()}", new { holdSeconds = 60 }))
            .ShouldBeProblem(404, "not-found");
    }
}
