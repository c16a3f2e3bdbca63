namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class RefusalTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_taken_seat_is_named_and_nothing_is_held()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var first = await sale.FanWithAsync(points: 0);
        var second = await sale.FanWithAsync(points: 0);
        await sale.ReservedAsync(first, TestPlan.Seat(1, 1));

        var refused = (await sale.ReserveAsync(second, "key", TestPlan.Seat(1, 1), TestPlan.Seat(1, 2)))
            .ShouldBeProblem(409, "seats-taken");

        Assert.Equal(TestPlan.Seat(1, 1), Assert.Single(refused["seats"]!.AsArray())!.GetValue<string>());
        (await sale.ReserveAsync(first, "other", TestPlan.Seat(1, 2))).ShouldBe(201);
    }

    [Fact]
    public async Task A_fan_gets_no_more_seats_than_the_schedule_allows()
    {
        var sale = await Sale.OpenAsync(fixture.Server, terms => terms["seatsPerFan"] = 2);
        var fan = await sale.FanWithAsync(points: 0);
        await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));

        var refused = (await sale.ReserveAsync(fan, "key", TestPlan.Seat(1, 2), TestPlan.Seat(1, 3)))
            .ShouldBeProblem(409, "limit-exceeded");

        Assert.Equal(2, refused["limit"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_sale_that_has_not_opened_says_when_it_will()
    {
        var opensAt = DateTimeOffset.UtcNow.AddDays(1);
        var sale = await Sale.OpenAsync(fixture.Server, terms => terms["opensAt"] = opensAt);
        var fan = await sale.FanWithAsync(points: 0);

        var refused = (await sale.ReserveAsync(fan, "key", TestPlan.Seat(1, 1))).ShouldBeProblem(409, "not-on-sale");

        Assert.Equal(opensAt, refused["opensAt"]!.GetValue<DateTimeOffset>(), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_category_without_enough_seats_says_so()
    {
        var sale = await Sale.OpenAsync(
            fixture.Server, terms => terms["plan"] = TestPlan.Create(stallRows: 1, balconyRows: 1, seatsPerRow: 3));
        var fan = await sale.FanWithAsync(points: 0);
        var body = new { scheduleId = sale.ScheduleId, category = TestPlan.Stalls, quantity = 4 };

        (await fan.PostAsync("/reservations", body, "key")).ShouldBeProblem(409, "not-enough-seats");
    }

    [Fact]
    public async Task An_unknown_schedule_seat_or_category_is_named()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        var nowhere = new { scheduleId = Guid.NewGuid(), seats = new[] { "a" } };
        (await fan.PostAsync("/reservations", nowhere, "a")).ShouldBeProblem(404, "not-found");

        var seat = await sale.ReserveAsync(fan, "b", TestPlan.Seat(1, 1), "no-such-seat");
        Assert.Equal("no-such-seat", seat.ShouldBeProblem(422, "unknown-seat")["seats"]![0]!.GetValue<string>());
        seat.ShouldBlame("$.seats");

        var category = new { scheduleId = sale.ScheduleId, category = "Nowhere", quantity = 1 };
        var refused = await fan.PostAsync("/reservations", category, "c");
        refused.ShouldBeProblem(422, "unknown-category");
        refused.ShouldBlame("$.category");
    }

    [Theory]
    [InlineData("""{"seats":["a"]}""", "$.scheduleId")]
    [InlineData("""{"scheduleId":"SCHEDULE"}""", "$")]
    [InlineData("""{"scheduleId":"SCHEDULE","seats":["a"],"category":"b","quantity":1}""", "$")]
    [InlineData("""{"scheduleId":"SCHEDULE","category":"b"}""", "$")]
    [InlineData("""{"scheduleId":"SCHEDULE","quantity":1}""", "$")]
    [InlineData("""{"scheduleId":"SCHEDULE","category":"b","quantity":9}""", "$.quantity")]
    [InlineData("""{"scheduleId":"SCHEDULE","category":"b","quantity":0}""", "$.quantity")]
    [InlineData("""{"scheduleId":"SCHEDULE","category":"b","quantity":"1"}""", "$.quantity")]
    [InlineData("""{"scheduleId":"SCHEDULE","category":"b","quantity":1e99}""", "$.quantity")]
    [InlineData("""{"scheduleId":"SCHEDULE","category":"","quantity":1}""", "$.category")]
    [InlineData("""{"scheduleId":"SCHEDULE","seats":[]}""", "$.seats")]
    [InlineData("""{"scheduleId":"SCHEDULE","seats":["1","2","3","4","5","6","7","8","9"]}""", "$.seats")]
    [InlineData("""{"scheduleId":"SCHEDULE","seats":["a","a"]}""", "$.seats[1]")]
    [InlineData("""{"scheduleId":"SCHEDULE","seats":["a",null]}""", "$.seats[1]")]
    [InlineData("""{"scheduleId":"SCHEDULE","seats":["a",7]}""", "$.seats[1]")]
    [InlineData("""{"scheduleId":"SCHEDULE","seats":["a",""]}""", "$.seats[1]")]
    [InlineData("""{"scheduleId":"SCHEDULE","seats":["a","\u0000"]}""", "$.seats[1]")]
    [InlineData("""{"scheduleId":"SCHEDULE","seats":["a","\ud800"]}""", "$.seats[1]")]
    [InlineData("""{"scheduleId":"SCHEDULE","seats":["a"],"gift":true}""", "$.gift")]
    [InlineData("""{"scheduleId":"SCHEDULE","seats":["a"],"seats":["b"]}""", "$.seats")]
    [InlineData("""{"ScheduleId":"SCHEDULE","seats":["a"]}""", "$.ScheduleId")]
    [InlineData("""{"scheduleId":"nowhere","seats":["a"]}""", "$.scheduleId")]
    [InlineData("""{"scheduleId":"SCHEDULE","seats":["a"}""", "$.seats[1]")]
    [InlineData("""[]""", "$")]
    [InlineData("null", "$")]
    [InlineData("", "$")]
    public async Task A_bad_request_is_told_what_is_wrong_with_it(string body, string field)
    {
        var fan = await fixture.Server.FanAsync();
        var sent = body.Replace("SCHEDULE", $"{Guid.NewGuid()}", StringComparison.Ordinal);

        var refused = await fan.PostAsync("/reservations", sent, "key");

        refused.ShouldBeProblem(400, "invalid-request");
        refused.ShouldBlame(field);
        Assert.DoesNotContain("System.", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ticketing.", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paying_with_too_little_says_how_much_is_there_and_how_much_is_needed()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 100);
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));

        var answer = await fan.PostAsync($"/reservations/{id}/payment", "{}");

        var refused = answer.ShouldBeProblem(402, "insufficient-balance");
        Assert.Equal(100, refused["balance"]!.GetValue<long>());
        Assert.Equal(TestPlan.StallsPrice, refused["amount"]!.GetValue<long>());

        (await fan.PostAsync("/balance/charges", new { amount = 20 }, "more")).ShouldBe(200);
        (await fan.PostAsync($"/reservations/{id}/payment", null)).ShouldBe(200);
    }

    [Fact]
    public async Task A_cancelled_reservation_cannot_be_paid_and_can_be_cancelled_again()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 500);
        var path = $"/reservations/{await sale.ReservedAsync(fan, TestPlan.Seat(1, 1))}";
        (await fan.DeleteAsync(path)).ShouldBe(200);

        (await fan.PostAsync($"{path}/payment", null)).ShouldBeProblem(409, "reservation-cancelled");
        (await fan.DeleteAsync(path)).ShouldBe(200);
        (await fan.GetAsync($"/reservations/{Guid.NewGuid()}")).ShouldBeProblem(404, "not-found");
        (await fan.PostAsync($"{path}/payment", """{"couponCode":""}""")).ShouldBlame("$.couponCode");
        (await fan.PostAsync($"{path}/payment", """{"couponCode":"two words"}""")).ShouldBlame("$.couponCode");
        (await fan.PostAsync($"{path}/payment", """{"discount":100}""")).ShouldBlame("$.discount");
    }

    [Fact]
    public async Task An_empty_body_may_call_itself_what_it_wants()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 500);
        var path = $"/reservations/{await sale.ReservedAsync(fan, TestPlan.Seat(1, 1))}/payment";

        (await fan.PostAsync(path, new StringContent("", null, "application/x-www-form-urlencoded"))).ShouldBe(200);
        (await fan.PostAsync(path, new StringContent("a=b", null, "application/x-www-form-urlencoded")))
            .ShouldBeProblem(415, "unsupported-media-type");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100_000_001)]
    [InlineData(long.MaxValue)]
    public async Task A_charge_has_bounds(long amount)
    {
        var fan = await fixture.Server.FanAsync();

        (await fan.PostAsync("/balance/charges", new { amount }, "key")).ShouldBlame("$.amount");
    }
}
