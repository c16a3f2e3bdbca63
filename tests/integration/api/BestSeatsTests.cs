namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class BestSeatsTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_row_of_eight_sells_out_in_four_pairs()
    {
        var sale = await Sale.OpenAsync(
            fixture.Server, terms => terms["plan"] = TestPlan.Create(stallRows: 1, balconyRows: 1, seatsPerRow: 8));
        for (var pair = 0; pair < 4; pair++)
            Assert.True((await BestAsync(sale)).ShouldBe(201)["together"]!.GetValue<bool>());
        (await BestAsync(sale)).ShouldBeProblem(409, "not-enough-seats");
    }

    [Fact]
    public async Task Five_fans_get_the_row_of_five_and_not_five_of_six()
    {
        var plan = TestPlan.Create(stallRows: 2, balconyRows: 1, seatsPerRow: 6);
        plan["zones"]![0]!["rows"]![1]!["seats"]!.AsArray().RemoveAt(5);
        var sale = await Sale.OpenAsync(fixture.Server, terms => terms["plan"] = plan);

        var made = (await BestAsync(sale, quantity: 5)).ShouldBe(201);

        Assert.All(made["seats"]!.AsArray(), seat => Assert.StartsWith("row-2-", seat!["seat"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_party_that_insists_on_sitting_together_is_refused_and_any_other_hears_that_it_is_split()
    {
        var sale = await Sale.OpenAsync(
            fixture.Server, terms => terms["plan"] = TestPlan.Create(stallRows: 1, balconyRows: 1, seatsPerRow: 5));
        var seats = new[] { TestPlan.Seat(1, 2), TestPlan.Seat(1, 4) };
        (await sale.Operator.PostAsync($"/operator/schedules/{sale.ScheduleId}/blocked-seats", new { seats }))
            .ShouldBe(200);

        (await BestAsync(sale, together: true)).ShouldBeProblem(409, "not-together");
        var split = (await BestAsync(sale, together: false)).ShouldBe(201);

        Assert.False(split["together"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Named_seats_are_not_asked_for_together_and_may_leave_a_single_seat()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        var seats = new[] { TestPlan.Seat(1, 2), TestPlan.Seat(1, 3) };

        (await fan.PostAsync("/reservations", new { scheduleId = sale.ScheduleId, seats, together = true }, "insists"))
            .ShouldBlame("$.together");
        var id = await sale.ReservedAsync(fan, seats);
        var made = (await fan.GetAsync($"/reservations/{id}")).ShouldBe(200);

        Assert.True(made["together"]!.GetValue<bool>());
    }

    private static async Task<ApiAnswer> BestAsync(Sale sale, int quantity = 2, bool? together = null)
    {
        var fan = await sale.FanWithAsync(points: 0);
        var wish = new { scheduleId = sale.ScheduleId, category = TestPlan.Stalls, quantity, together };
        return await fan.PostAsync("/reservations", wish, "best");
    }
}
