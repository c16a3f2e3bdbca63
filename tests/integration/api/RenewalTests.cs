using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

/// <summary>More time for a hold, through HTTP.</summary>
[Collection(ApiCollection.Name)]
public sealed class RenewalTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_fan_gets_more_time_as_often_as_the_schedule_says()
    {
        var sale = await Sale.OpenAsync(
            fixture.Server, terms => (terms["holdSeconds"], terms["renewals"]) = (30, 2));
        var fan = await sale.FanWithAsync(points: 0);
        var held = (await sale.ReserveAsync(fan, "held", TestPlan.Seat(1, 1))).ShouldBe(201);
        Assert.Equal(2, held["renewalsLeft"]!.GetValue<int>());
        var path = $"/reservations/{held["id"]}";

        var once = (await fan.PostAsync($"{path}/renewals", null, "one")).ShouldBe(200);
        var again = (await fan.PostAsync($"{path}/renewals", null, "one")).ShouldBe(200);
        var twice = (await fan.PostAsync($"{path}/renewals", null, "two")).ShouldBe(200);
        var refused = (await fan.PostAsync($"{path}/renewals", null, "three")).ShouldBeProblem(409, "no-renewal-left");

        Assert.Equal(
            (1, 1, 0), (Left(once), Left(again), Left(twice)));
        Assert.Equal(Deadline(held).AddSeconds(30), Deadline(once));
        Assert.Equal(Deadline(once), Deadline(again));
        Assert.Equal(Deadline(held).AddSeconds(60), Deadline(twice));
        Assert.Equal(("Pending", Deadline(twice)), ($"{refused["reservationStatus"]}", Deadline(refused)));
        var shown = (await fan.GetAsync(path)).ShouldBe(200);
        Assert.Equal((Deadline(twice), 0), (Deadline(shown), Left(shown)));
        var listed = (await fan.GetAsync("/reservations")).ShouldBe(200)["items"]![0]!;
        Assert.Equal(Deadline(twice), Deadline(listed), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_renewal_needs_a_key_and_is_for_the_owner_of_an_unpaid_hold()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 100_000);
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));
        var path = $"/reservations/{id}/renewals";

        (await fan.PostAsync(path, null)).ShouldBeProblem(400, "invalid-request");
        (await sale.Operator.PostAsync(path, null, "one")).ShouldBeProblem(404, "not-found");
        (await fan.PostAsync($"/reservations/{Guid.NewGuid()}/renewals", null, "one"))
            .ShouldBeProblem(404, "not-found");
        (await fan.PostAsync($"/reservations/{id}/payment", null)).ShouldBe(200);
        var paid = (await fan.PostAsync(path, null, "one")).ShouldBeProblem(409, "no-renewal-left");
        Assert.Equal("Confirmed", $"{paid["reservationStatus"]}");
        (await fan.DeleteAsync($"/reservations/{id}")).ShouldBe(200);
        (await fan.PostAsync(path, null, "one")).ShouldBeProblem(409, "reservation-cancelled");
    }

    [Fact]
    public async Task An_operator_sets_and_changes_how_often_and_holds_keep_what_they_had()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var path = $"/schedules/{sale.ScheduleId}";
        Assert.Equal(3, Renewals((await sale.Operator.GetAsync(path)).ShouldBe(200)));
        var fan = await sale.FanWithAsync(points: 0);
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));

        var changed = (await sale.Operator.PatchAsync($"/operator{path}", new { renewals = 0 })).ShouldBe(200);
        Assert.Equal((0, 300), (Renewals(changed), changed["holdSeconds"]!.GetValue<int>()));
        foreach (var wrong in new[] { -1, 11 })
            (await sale.Operator.PatchAsync($"/operator{path}", new { renewals = wrong }))
                .ShouldBeProblem(400, "invalid-request");

        (await fan.PostAsync($"/reservations/{id}/renewals", null, "one")).ShouldBe(200);
    }

    private static int Left(JsonNode reservation) => reservation["renewalsLeft"]!.GetValue<int>();

    private static int Renewals(JsonNode schedule) => schedule["renewals"]!.GetValue<int>();

    private static DateTimeOffset Deadline(JsonNode reservation) =>
        reservation["expiresAt"]!.GetValue<DateTimeOffset>();
}
