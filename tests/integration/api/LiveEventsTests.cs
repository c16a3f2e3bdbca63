using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

/// <summary>The one stream of a page.</summary>
[Collection(ApiCollection.Name)]
public sealed class LiveEventsTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task A_page_gets_the_time_then_the_map_and_its_changes_by_index()
    {
        var sale = await Sale.OpenAsync(server);
        using var events = await OpenAsync(sale, "map=true");

        var first = new[] { await events.NextAsync(), await events.NextAsync() };
        var (time, map) = (first.Single(one => one.Name == "time"), first.Single(one => one.Name == "map"));
        Assert.InRange(DateTimeOffset.Parse((string)time.Data["now"]!) - DateTimeOffset.UtcNow,
            TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
        Assert.Equal("", time.Id);
        Assert.Equal((50, map.Id), ((int)map.Data["seatCount"]!, (string)map.Data["version"]!));

        await sale.ReservedAsync(await server.FanAsync(), TestPlan.Seat(2, 5));
        await ShouldChangeAsync(events, [14, 1]);
    }

    [Fact]
    public async Task A_page_that_comes_back_gets_what_has_changed_by_header_or_by_address()
    {
        var sale = await Sale.OpenAsync(server);
        string seen;
        using (var events = await OpenAsync(sale, "map=true"))
            seen = (await events.NextAsync(except: "time")).Id;
        await sale.ReservedAsync(await server.FanAsync(), TestPlan.Seat(1, 2));

        using var byHeader = await OpenAsync(sale, "map=true&lastEventId=stale", seen);
        using var byAddress = await OpenAsync(sale, $"map=true&lastEventId={seen}");
        await ShouldChangeAsync(byHeader, [1, 1]);
        await ShouldChangeAsync(byAddress, [1, 1]);

        foreach (var foreign in (string[])["other-3", "nonsense", "-", "%0d%0aevent:%20map"])
        {
            using var events = await OpenAsync(sale, $"map=true&lastEventId={foreign}");
            Assert.Equal("map", (await events.NextAsync(except: "time")).Name);
        }
    }

    [Fact]
    public async Task A_fan_hears_of_the_own_reservations_and_of_no_others()
    {
        var sale = await Sale.OpenAsync(server, WithStanding);
        var (fan, other) = (await sale.FanWithAsync(1_000_000), await sale.FanWithAsync(1_000_000));
        using var events = await OpenAsync(sale, "", token: fan.Token);
        using var others = await OpenAsync(sale, "map=true", token: other.Token);
        Assert.Equal("reservations", (await events.NextAsync(except: "time")).Name);

        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));
        Assert.Equal("reservations", (await events.NextAsync(except: "time")).Name);
        (await fan.PostAsync($"/reservations/{id}/payment", null)).ShouldBe(200);
        Assert.Equal("reservations", (await events.NextAsync(except: "time")).Name);
        (await fan.DeleteAsync($"/reservations/{id}")).ShouldBe(200);
        Assert.Equal("reservations", (await events.NextAsync(except: "time")).Name);
        (await fan.PostAsync(
            "/reservations", new { scheduleId = sale.ScheduleId, category = "Standing", quantity = 1 }, "standing"))
            .ShouldBe(201);
        Assert.Equal("reservations", (await events.NextAsync(except: "time")).Name);

        // Of the changes of the first fan, the other one has seen those of the map only.
        await sale.ReservedAsync(other, TestPlan.Seat(5, 5));
        var (hints, sees) = (0, false);
        while (hints < 2 || !sees)
        {
            var next = await others.NextAsync(except: "time");
            hints += next.Name == "reservations" ? 1 : 0;
            sees |= next.Name == "changes" && (int)next.Data["changes"]![0]! == 44;
        }

        Assert.Equal(2, hints); // at the beginning, and the own one
    }

    [Fact]
    public async Task A_fan_hears_of_a_longer_hold_and_of_a_payment_that_is_refused_on_another_device()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await server.FanAsync();
        using var events = await OpenAsync(sale, "map=true", token: fan.Token);
        await ShouldHintAsync();
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(4, 4));
        await ShouldHintAsync();

        (await fan.PostAsync($"/reservations/{id}/renewals", null, "one")).ShouldBe(200);
        await ShouldHintAsync();
        (await fan.PostAsync($"/reservations/{id}/payment", null)).ShouldBeProblem(402, "insufficient-balance");
        await ShouldHintAsync();

        async Task ShouldHintAsync() =>
            Assert.Equal("reservations", (await events.NextAsync("time", "map", "changes")).Name);
    }

    [Fact]
    public async Task The_stream_looks_at_the_place_and_never_takes_the_turn()
    {
        var sale = await Sale.OpenAsync(server, terms => terms.Remove("queue"));
        var fan = await server.FanAsync();
        var token = (string)(await fan.PostAsync($"/schedules/{sale.ScheduleId}/queue-tokens?enter=false", null))
            .ShouldBe(201)["token"]!;
        using var events = await OpenAsync(sale, $"map=true&token={token}");

        var place = await PlaceAsync(events);
        while ((string)place["status"]! == "Waiting")
            place = await PlaceAsync(events);
        Assert.Equal("Called", (string)place["status"]!);
        (await fan.PostAsync($"/queue-tokens/{token}/entry", null)).ShouldBe(200);
        Assert.Equal("Active", (string)(await PlaceAsync(events))["status"]!);
        (await fan.DeleteAsync($"/queue-tokens/{token}")).ShouldBe(204);

        var ended = await events.NextAsync("time", "map", "place");
        Assert.Equal(("place-ended", "Left"), (ended.Name, (string)ended.Data["status"]!));
        await BlockAsync(sale, TestPlan.Seat(1, 1)); // the stream goes on
        await ShouldChangeAsync(events, [0, 3]);
    }

    [Fact]
    public async Task A_queue_that_is_switched_off_refuses_the_place_and_the_map_goes_on()
    {
        var sale = await Sale.OpenAsync(server, terms => terms.Remove("queue"));
        var fan = await server.FanAsync();
        var token = (string)(await fan.PostAsync($"/schedules/{sale.ScheduleId}/queue-tokens?enter=false", null))
            .ShouldBe(201)["token"]!;
        (await sale.Operator.PatchAsync($"/operator/schedules/{sale.ScheduleId}/queue", new { enabled = false }))
            .ShouldBe(200);
        using var events = await OpenAsync(sale, $"map=true&token={token}");

        var refused = await events.NextAsync("time", "map", "place");
        Assert.Equal(("refused", "/problems/no-queue"), (refused.Name, (string)refused.Data["type"]!));
        await BlockAsync(sale, TestPlan.Seat(1, 2));
        await ShouldChangeAsync(events, [1, 3]);
    }

    [Fact]
    public async Task What_is_asked_for_wrongly_is_refused_before_the_stream_begins()
    {
        var sale = await Sale.OpenAsync(server);
        var queued = await Sale.OpenAsync(server, terms => terms.Remove("queue"));
        var token = (string)(await (await server.FanAsync()).PostAsync(
            $"/schedules/{queued.ScheduleId}/queue-tokens", null)).ShouldBe(201)["token"]!;
        var anonymous = server.Anonymous();
        var path = $"/schedules/{sale.ScheduleId}/live";

        (await anonymous.GetAsync($"/schedules/{Guid.NewGuid()}/live?map=true")).ShouldBeProblem(404, "not-found");
        (await anonymous.GetAsync($"{path}?map=yes")).ShouldBlame("map");
        (await anonymous.GetAsync($"{path}?maps=true")).ShouldBlame("maps");
        (await anonymous.GetAsync($"{path}?token=%00")).ShouldBeProblem(403, "queue-token-invalid");
        (await anonymous.GetAsync($"{path}?token={token[..^1]}A&map=true")).ShouldBeProblem(403, "queue-token-invalid");
        (await anonymous.GetAsync($"{path}?token={token}")).ShouldBeProblem(403, "queue-token-foreign");
    }

    [Fact]
    public async Task The_bounds_of_streams_hold_and_a_closed_stream_makes_room()
    {
        await using var small = await ApiServer.StartAsync(
            fixture.Database.ConnectionString,
            ["Ticketing:Api:Concurrency:MapStreamsPerAddress=1", "Ticketing:Api:Concurrency:StreamsPerPlace=1"]);
        var sale = await Sale.OpenAsync(small, terms => terms.Remove("queue"));
        var token = (string)(await (await small.FanAsync()).PostAsync(
            $"/schedules/{sale.ScheduleId}/queue-tokens", null)).ShouldBe(201)["token"]!;
        var path = $"/schedules/{sale.ScheduleId}/live";

        using (await EventStream.OpenAsync(small.Http, $"{path}?token={token}&map=true"))
        {
            foreach (var wish in (string[])["", "?map=true", $"?token={token}"])
            {
                var refused = await small.Anonymous().GetAsync(path + wish);
                refused.ShouldBeProblem(429, "too-many-requests");
                Assert.NotNull(refused.Headers.RetryAfter);
            }
        }

        await Wait.Until(
            async () =>
            {
                try
                {
                    using var again = await EventStream.OpenAsync(small.Http, $"{path}?token={token}&map=true");
                    return true;
                }
                catch (Xunit.Sdk.XunitException)
                {
                    return false;
                }
            },
            "the closed stream makes room");
    }

    [Fact]
    public async Task A_process_that_stops_does_not_wait_for_its_streams()
    {
        var stopping = await ApiServer.StartAsync(fixture.Database.ConnectionString);
        var sale = await Sale.OpenAsync(stopping);
        using var events = await EventStream.OpenAsync(stopping.Http, $"/schedules/{sale.ScheduleId}/live?map=true");
        await events.NextAsync();

        await stopping.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await stopping.DisposeAsync();
    }

    private Task<EventStream> OpenAsync(Sale sale, string query, string? lastEventId = null, string? token = null) =>
        EventStream.OpenAsync(server.Http, $"/schedules/{sale.ScheduleId}/live?{query}", lastEventId, token);

    private static async Task BlockAsync(Sale sale, string seat) => (await sale.Operator.PostAsync(
        $"/operator/schedules/{sale.ScheduleId}/blocked-seats", new { seats = new[] { seat } })).ShouldBe(200);

    private static async Task<JsonNode> PlaceAsync(EventStream events)
    {
        var next = await events.NextAsync("time", "map");
        Assert.Equal("place", next.Name);
        return next.Data;
    }

    private static async Task ShouldChangeAsync(EventStream events, int[] expected)
    {
        var next = await events.NextAsync("time", "map", "reservations");
        Assert.Equal(("changes", next.Id), (next.Name, (string)next.Data["version"]!));
        Assert.Equal(expected, next.Data["changes"]!.AsArray().Select(item => (int)item!));
    }

    private static void WithStanding(JsonObject terms) => terms["admissions"] = new JsonArray(
        new JsonObject { ["category"] = "Standing", ["capacity"] = 40, ["price"] = 10 });
}
