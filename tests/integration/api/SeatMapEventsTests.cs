namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class SeatMapEventsTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task Who_watches_sees_a_seat_being_held_sold_and_freed()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(1_000_000);
        using var events = await EventStream.OpenAsync(server.Http, Path(sale));
        var whole = await events.NextAsync();
        Assert.Equal("map", whole.Name);
        Assert.Equal(whole.Id, whole.Data["version"]!.GetValue<string>());
        Assert.Empty(whole.Data["held"]!.AsArray());

        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));
        Assert.Equal([TestPlan.Seat(1, 1)], await ChangedAsync(events, "held"));
        (await fan.PostAsync($"/reservations/{id}/payment", null)).ShouldBe(200);
        Assert.Equal([TestPlan.Seat(1, 1)], await ChangedAsync(events, "sold"));
        (await fan.DeleteAsync($"/reservations/{id}")).ShouldBe(200);
        Assert.Equal([TestPlan.Seat(1, 1)], await ChangedAsync(events, "available"));
    }

    [Fact]
    public async Task Who_comes_back_gets_what_has_changed_since()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await server.FanAsync();
        string seen;
        using (var events = await EventStream.OpenAsync(server.Http, Path(sale)))
        {
            await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));
            await events.NextAsync();
            seen = (await events.NextAsync()).Id;
        }

        await sale.ReservedAsync(fan, TestPlan.Seat(1, 2));
        using var again = await EventStream.OpenAsync(server.Http, Path(sale), seen);
        Assert.Equal([TestPlan.Seat(1, 2)], await ChangedAsync(again, "held"));
    }

    [Fact]
    public async Task Who_comes_back_from_another_drawing_gets_the_whole()
    {
        var sale = await Sale.OpenAsync(server);

        foreach (var foreign in (string[])["other-3", "nonsense", "-"])
        {
            using var events = await EventStream.OpenAsync(server.Http, Path(sale), foreign);
            Assert.Equal("map", (await events.NextAsync()).Name);
        }
    }

    [Fact]
    public async Task Seats_that_an_operator_blocks_are_shown_and_so_is_the_end_of_it()
    {
        var sale = await Sale.OpenAsync(server);
        var blocked = $"/operator/schedules/{sale.ScheduleId}/blocked-seats";
        var seats = new[] { TestPlan.Seat(2, 2) };
        using var events = await EventStream.OpenAsync(server.Http, Path(sale));
        await events.NextAsync();

        (await sale.Operator.PostAsync(blocked, new { seats })).ShouldBe(200);
        Assert.Equal(seats, await ChangedAsync(events, "blocked"));
        (await sale.Operator.DeleteAsync(blocked, new { seats })).ShouldBe(200);
        Assert.Equal(seats, await ChangedAsync(events, "available"));
    }

    [Fact]
    public async Task A_schedule_that_is_none_has_no_stream() =>
        (await server.Anonymous().GetAsync($"/schedules/{Guid.NewGuid()}/seats/events"))
            .ShouldBeProblem(404, "not-found");

    [Fact]
    public async Task One_address_does_not_take_every_stream()
    {
        await using var small = await ApiServer.StartAsync(
            fixture.Database.ConnectionString, ["Ticketing:Api:Concurrency:MapStreamsPerAddress=1"]);
        var sale = await Sale.OpenAsync(small);
        using var first = await EventStream.OpenAsync(small.Http, Path(sale));

        var refused = await small.Anonymous().GetAsync(Path(sale));

        refused.ShouldBeProblem(429, "too-many-requests");
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_process_that_stops_does_not_wait_for_its_streams()
    {
        var stopping = await ApiServer.StartAsync(fixture.Database.ConnectionString);
        var sale = await Sale.OpenAsync(stopping);
        using var events = await EventStream.OpenAsync(stopping.Http, Path(sale));
        await events.NextAsync();

        await stopping.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await stopping.DisposeAsync();
    }

    private static string Path(Sale sale) => $"/schedules/{sale.ScheduleId}/seats/events";

    private static async Task<string[]> ChangedAsync(EventStream events, string to)
    {
        var next = await events.NextAsync();
        Assert.Equal("changes", next.Name);
        Assert.Equal(next.Id, next.Data["version"]!.GetValue<string>());
        return [.. next.Data[to]!.AsArray().Select(seat => seat!.GetValue<string>())];
    }
}
