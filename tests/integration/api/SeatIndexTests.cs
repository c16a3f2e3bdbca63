using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

/// <summary>Seats that are named by their index in the drawing.</summary>
[Collection(ApiCollection.Name)]
public sealed class SeatIndexTests(ApiFixture fixture)
{
    private const int SeatsPerRow = 10;

    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task Seats_are_reserved_by_index_and_the_answers_name_them_so()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await server.FanAsync();

        var made = (await ReserveAsync(sale, fan, [12, 11])).ShouldBe(201);

        Assert.Equal(
            [(TestPlan.Seat(2, 2), 11), (TestPlan.Seat(2, 3), 12)],
            made["seats"]!.AsArray().Select(seat => ((string)seat!["seat"]!, (int)seat["seatIndex"]!)));
        var taken = (await ReserveAsync(sale, await server.FanAsync(), [10, 11])).ShouldBeProblem(409, "seats-taken");
        Assert.Equal([11], taken["seatIndexes"]!.AsArray().Select(index => (int)index!));
    }

    [Fact]
    public async Task The_same_key_with_the_same_seats_in_the_other_form_is_the_same_request()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await server.FanAsync();
        var byId = (await sale.ReserveAsync(fan, "one", TestPlan.Seat(1, 1), TestPlan.Seat(1, 2))).ShouldBe(201);

        var byIndex = (await ReserveAsync(sale, fan, [0, 1], key: "one")).ShouldBe(201);

        Assert.Equal((string)byId["id"]!, (string)byIndex["id"]!);
        (await ReserveAsync(sale, fan, [0, 2], key: "one")).ShouldBeProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_plan_of_another_schedule_and_seats_that_it_does_not_have_are_refused()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await server.FanAsync();

        foreach (var revision in (string[])["0123456789abcdef", "*"])
        {
            var other = await ReserveAsync(sale, fan, [0], revision);
            other.ShouldBeProblem(422, "unknown-plan-revision");
            other.ShouldBlame("$.planRevision");
        }

        foreach (var index in (int[])[-1, 50, int.MaxValue, int.MinValue])
        {
            var unknown = await ReserveAsync(sale, fan, [0, index]);
            unknown.ShouldBeProblem(422, "unknown-seat");
            unknown.ShouldBlame("$.seatIndexes[1]");
        }

        var none = await fan.PostAsync(
            "/reservations", new { scheduleId = Guid.NewGuid(), seatIndexes = new[] { 1 }, planRevision = "x" }, "k");
        none.ShouldBeProblem(404, "not-found");
    }

    [Theory]
    [InlineData("""{"seatIndexes": [1]}""", "$.planRevision")]
    [InlineData("""{"seatIndexes": [], "planRevision": "x"}""", "$.seatIndexes")]
    [InlineData("""{"seatIndexes": [1, 2, 1], "planRevision": "x"}""", "$.seatIndexes[2]")]
    [InlineData("""{"seatIndexes": [1,2,3,4,5,6,7,8,9], "planRevision": "x"}""", "$.seatIndexes")]
    [InlineData("""{"seatIndexes": [1], "planRevision": "x", "seats": ["row-1-seat-1"]}""", "$")]
    [InlineData("""{"seatIndexes": [1], "planRevision": "x", "category": "Stalls", "quantity": 1}""", "$")]
    [InlineData("""{"category": "Stalls", "quantity": 1, "planRevision": "x"}""", "$.planRevision")]
    [InlineData("""{"seatIndexes": [1], "planRevision": "x", "together": true}""", "$.together")]
    [InlineData("""{"seatIndexes": [1.5], "planRevision": "x"}""", "$.seatIndexes[0]")]
    [InlineData("""{"seatIndexes": ["1"], "planRevision": "x"}""", "$.seatIndexes[0]")]
    [InlineData("""{"seatIndexes": [1], "planRevision": " "}""", "$.planRevision")]
    public async Task A_malformed_wish_is_explained(string wish, string blamed)
    {
        var sale = await Sale.OpenAsync(server);
        var body = JsonNode.Parse(wish)!;
        body["scheduleId"] = sale.ScheduleId;

        (await (await server.FanAsync()).PostAsync("/reservations", body, "malformed")).ShouldBlame(blamed);
    }

    [Fact]
    public async Task The_bits_show_held_sold_and_blocked_seats()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(1_000_000);
        await sale.ReservedAsync(fan, TestPlan.Seat(1, 2));
        await Purchase.MakeAsync(sale, fan, TestPlan.Seat(2, 3));
        (await sale.Operator.PostAsync(
            $"/operator/schedules/{sale.ScheduleId}/blocked-seats", new { seats = new[] { TestPlan.Seat(5, 10) } }))
            .ShouldBe(200);

        var path = $"/schedules/{sale.ScheduleId}/seats?form=bits";
        await Wait.Until(async () => await StatesAsync() is [.., 3] states && states[12] == 2, "the map has all of it");
        var states = await StatesAsync();

        Assert.Equal([1, 12, 49], states.Index().Where(seat => seat.Item != 0).Select(seat => seat.Index));
        Assert.Equal((1, 2, 3), (states[1], states[SeatsPerRow + 2], states[49]));
        var first = await server.Anonymous().GetAsync(path);
        Assert.Equal($"\"{(string)first.Json["version"]!}\"", first.Headers.ETag!.ToString());
        Assert.Equal(304, (await server.Anonymous().GetAsync(path, first.Headers.ETag.ToString())).Status);
        Assert.Equal(await RevisionAsync(sale), (string)first.Json["revision"]!);

        async Task<int[]> StatesAsync()
        {
            var body = (await server.Anonymous().GetAsync(path)).ShouldBe(200);
            var packed = Convert.FromBase64String((string)body["states"]!);
            return
            [
                .. Enumerable.Range(0, (int)body["seatCount"]!)
                    .Select(seat => (packed[seat / 4] >> (seat % 4 * 2)) & 3),
            ];
        }
    }

    [Fact]
    public async Task Events_name_seats_by_index_when_that_is_asked_for()
    {
        var sale = await Sale.OpenAsync(server);
        using var events = await EventStream.OpenAsync(
            server.Http, $"/schedules/{sale.ScheduleId}/seats/events?form=bits");
        Assert.Equal(50, (int)(await events.NextAsync()).Data["seatCount"]!);

        await sale.ReservedAsync(await server.FanAsync(), TestPlan.Seat(2, 1));

        var changes = await events.NextAsync();
        Assert.Equal("changes", changes.Name);
        Assert.Equal([10, 1], changes.Data["changes"]!.AsArray().Select(item => (int)item!));
    }

    [Fact]
    public async Task A_form_that_is_none_is_refused()
    {
        var sale = await Sale.OpenAsync(server);

        foreach (var path in (string[])["seats", "seats/events"])
            (await server.Anonymous().GetAsync($"/schedules/{sale.ScheduleId}/{path}?form=bytes")).ShouldBlame("form");
    }

    private static async Task<ApiAnswer> ReserveAsync(
        Sale sale, ApiClient fan, int[] seatIndexes, string? planRevision = null, string? key = null)
    {
        planRevision ??= await RevisionAsync(sale);
        var wish = new { scheduleId = sale.ScheduleId, seatIndexes, planRevision };
        return await fan.PostAsync("/reservations", wish, key ?? $"{Guid.NewGuid()}");
    }

    private static async Task<string> RevisionAsync(Sale sale) =>
        (string)(await sale.Operator.GetAsync($"/schedules/{sale.ScheduleId}/drawing")).ShouldBe(200)["revision"]!;
}
