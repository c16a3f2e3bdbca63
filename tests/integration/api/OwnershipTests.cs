namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class OwnershipTests(ApiFixture fixture)
{
    [Fact]
    public async Task The_reservation_of_somebody_else_does_not_exist()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var owner = await sale.FanWithAsync(points: 1_000);
        var stranger = await sale.FanWithAsync(points: 1_000);
        var id = await sale.ReservedAsync(owner, TestPlan.Seat(1, 1));
        var path = $"/reservations/{id}";

        foreach (var other in new[] { stranger, sale.Operator })
        {
            (await other.GetAsync(path)).ShouldBeProblem(404, "not-found");
            (await other.DeleteAsync(path)).ShouldBeProblem(404, "not-found");
            (await other.PostAsync($"{path}/payment", null)).ShouldBeProblem(404, "not-found");
            // The operator's account is shared by tests, and may have reservations of its own.
            var listed = (await other.GetAsync("/reservations")).ShouldBe(200)["items"]!.AsArray();
            Assert.DoesNotContain(listed, one => $"{one!["id"]}" == $"{id}");
        }

        (await owner.GetAsync(path)).ShouldBe(200);
    }

    [Fact]
    public async Task What_is_for_operators_is_forbidden_to_fans_and_asks_strangers_to_sign_in()
    {
        var fan = await fixture.Server.FanAsync();
        var schedule = $"/operator/schedules/{Guid.NewGuid()}";
        foreach (var (client, status, problem) in new[]
        {
            (fan, 403, "forbidden"),
            (fixture.Server.Anonymous(), 401, "unauthenticated"),
        })
        {
            var concert = new { title = "a", venue = "b" };
            (await client.PostAsync("/operator/concerts", concert)).ShouldBeProblem(status, problem);
            (await client.PostAsync($"/operator/concerts/{Guid.NewGuid()}/schedules", Sale.Terms()))
                .ShouldBeProblem(status, problem);
            (await client.PatchAsync(schedule, new { holdSeconds = 60 })).ShouldBeProblem(status, problem);
            (await client.PostAsync($"{schedule}/blocked-seats", new { seats = new[] { "a" } }))
                .ShouldBeProblem(status, problem);
            (await client.DeleteAsync($"{schedule}/blocked-seats", new { seats = new[] { "a" } }))
                .ShouldBeProblem(status, problem);
            (await client.GetAsync($"{schedule}/sales")).ShouldBeProblem(status, problem);
        }
    }

    [Theory]
    [InlineData("not a token")]
    [InlineData("CfDJ8")]
    [InlineData("")]
    public async Task A_token_that_is_not_ours_is_no_token(string token)
    {
        var client = new ApiClient(fixture.Server.Http, token);

        (await client.GetAsync("/balance")).ShouldBeProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_token_is_refused_when_its_time_is_over()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var server = await ApiServer.StartAsync(
            database.ConnectionString, ["Ticketing:Api:AccessTokenSeconds=1"]);
        var fan = await server.FanAsync();
        (await fan.GetAsync("/balance")).ShouldBe(200);

        await Task.Delay(TimeSpan.FromSeconds(1.2));

        (await fan.GetAsync("/balance")).ShouldBeProblem(401, "unauthenticated");
    }
}
