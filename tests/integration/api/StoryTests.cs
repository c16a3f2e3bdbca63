namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class StoryTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_fan_signs_up_charges_reserves_pays_cancels_and_is_refunded()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 1_000);

        var held = (await sale.ReserveAsync(fan, "mine", TestPlan.Seat(1, 5), TestPlan.Seat(1, 4))).ShouldBe(201);
        Assert.Equal("Pending", held["status"]!.GetValue<string>());
        Assert.Equal(2 * TestPlan.StallsPrice, held["amount"]!.GetValue<long>());
        var path = $"/reservations/{held["id"]}";

        var paid = (await fan.PostAsync($"{path}/payment", null)).ShouldBe(200);
        Assert.Equal("Completed", paid["status"]!.GetValue<string>());
        Assert.Equal("Confirmed", paid["reservation"]!["status"]!.GetValue<string>());
        Assert.Equal("Paid", paid["reservation"]!["payment"]!.GetValue<string>());
        Assert.Equal(760, await BalanceAsync(fan));

        var cancelled = (await fan.DeleteAsync(path)).ShouldBe(200);
        Assert.Equal("Cancelled", cancelled["status"]!.GetValue<string>());
        Assert.Equal("Refunded", cancelled["payment"]!.GetValue<string>());
        Assert.Equal(1_000, await BalanceAsync(fan));

        var ledger = (await fan.GetAsync("/balance/ledger")).ShouldBe(200)["items"]!.AsArray();
        Assert.Equal(["Refund", "Debit", "Charge"], ledger.Select(entry => entry!["kind"]!.GetValue<string>()));
        Assert.Equal([240L, -240L, 1_000L], ledger.Select(entry => entry!["amount"]!.GetValue<long>()));
    }

    [Fact]
    public async Task The_location_of_a_reservation_leads_to_it()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        var answer = await sale.ReserveAsync(fan, "mine", TestPlan.Seat(1, 1));
        var held = answer.ShouldBe(201);

        var found = await fan.SendAsync(HttpMethod.Get, answer.Headers.Location!, content: null);

        Assert.Equal(held.ToJsonString(), found.ShouldBe(200).ToJsonString());
    }

    [Fact]
    public async Task The_best_seats_of_a_category_are_side_by_side()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);

        var held = (await fan.PostAsync(
            "/reservations",
            new { scheduleId = sale.ScheduleId, category = TestPlan.Balcony, quantity = 3 },
            "best")).ShouldBe(201);

        var seats = held["seats"]!.AsArray();
        Assert.All(seats, seat => Assert.Equal(TestPlan.Balcony, seat!["category"]!.GetValue<string>()));
        var places = seats.Select(seat => seat!["seat"]!.GetValue<string>().Split('-')).ToArray();
        Assert.Single(places.Select(place => place[1]).Distinct());
        var numbers = places.Select(place => int.Parse(place[3], null)).Order().ToArray();
        Assert.Equal(2, numbers[^1] - numbers[0]);
    }

    [Fact]
    public async Task A_hold_that_is_not_paid_frees_its_seats()
    {
        var sale = await Sale.OpenAsync(fixture.Server, terms => terms["holdSeconds"] = 5);
        var first = await sale.FanWithAsync(points: 500);
        var second = await sale.FanWithAsync(points: 500);
        var lost = await sale.ReservedAsync(first, TestPlan.Seat(2, 2));
        (await sale.ReserveAsync(second, "too-early", TestPlan.Seat(2, 2))).ShouldBeProblem(409, "seats-taken");

        await Task.Delay(TimeSpan.FromSeconds(6.5));

        (await sale.ReserveAsync(second, "in-time", TestPlan.Seat(2, 2))).ShouldBe(201);
        (await first.PostAsync($"/reservations/{lost}/payment", null)).ShouldBeProblem(409, "reservation-expired");
        (await first.DeleteAsync($"/reservations/{lost}")).ShouldBeProblem(409, "reservation-expired");
    }

    [Fact]
    public async Task The_list_of_reservations_is_newest_first_and_ends_after_the_last_page()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        var made = new List<Guid>();
        foreach (var number in Enumerable.Range(1, 5))
            made.Add(await sale.ReservedAsync(fan, TestPlan.Seat(3, number)));

        var listed = new List<Guid>();
        string? cursor = null;
        do
        {
            var more = cursor is null ? "" : $"&cursor={cursor}";
            var page = (await fan.GetAsync($"/reservations?limit=2{more}")).ShouldBe(200);
            listed.AddRange(page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<Guid>()));
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Reverse(made), listed);
    }

    private static async Task<long> BalanceAsync(ApiClient fan) =>
        (await fan.GetAsync("/balance")).ShouldBe(200)["balance"]!.GetValue<long>();
}
