using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

/// <summary>A page that only looks, and takes the turn when its fan says so.</summary>
[Collection(ApiCollection.Name)]
public sealed class QueueEntryTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task Looking_does_not_take_the_turn_and_entering_takes_it_once()
    {
        var sale = await OpenAsync(maxActive: 1);
        var fan = await server.FanAsync();

        var joined = await fan.PostAsync($"{Tokens(sale)}?enter=false", null);
        var place = joined.ShouldBe(201);
        Assert.Equal("Called", Status(place));
        Assert.NotNull(joined.Headers.RetryAfter);
        var claimUntil = place["claimUntil"]!.GetValue<DateTimeOffset>();
        Assert.InRange(claimUntil, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddSeconds(60));
        Assert.Null(place["activeUntil"]);

        var seen = (await fan.GetAsync($"{Path(place)}?enter=false")).ShouldBe(200);
        Assert.Equal(("Called", claimUntil), (Status(seen), seen["claimUntil"]!.GetValue<DateTimeOffset>()));

        var entered = (await fan.PostAsync($"{Path(place)}/entry", null)).ShouldBe(200);
        Assert.Equal("Active", Status(entered));
        Assert.Null(entered["claimUntil"]);
        var again = (await fan.PostAsync($"{Path(place)}/entry", null)).ShouldBe(200);
        Assert.Equal($"{entered["activeUntil"]}", $"{again["activeUntil"]}");
        seen = (await fan.GetAsync($"{Path(place)}?enter=false")).ShouldBe(200);
        Assert.Equal(("Active", $"{entered["activeUntil"]}"), (Status(seen), $"{seen["activeUntil"]}"));
    }

    [Fact]
    public async Task A_turn_that_has_not_come_or_was_given_back_cannot_be_taken()
    {
        var sale = await OpenAsync(maxActive: 1);
        var (first, second) = (await server.FanAsync(), await server.FanAsync());
        var called = (await first.PostAsync($"{Tokens(sale)}?enter=false", null)).ShouldBe(201);
        var waiting = (await second.PostAsync($"{Tokens(sale)}?enter=false", null)).ShouldBe(201);
        Assert.Equal("Waiting", Status(waiting));

        var refused = await second.PostAsync($"{Path(waiting)}/entry", null);
        Assert.Equal(0, refused.ShouldBeProblem(403, "not-your-turn")["ahead"]!.GetValue<long>());
        Assert.NotNull(refused.Headers.RetryAfter);

        Assert.Equal(204, (await first.DeleteAsync(Path(called))).Status);
        (await first.PostAsync($"{Path(called)}/entry", null)).ShouldBeProblem(403, "queue-token-left");
        (await first.PostAsync("/queue-tokens/forged/entry", null)).ShouldBeProblem(403, "queue-token-invalid");
    }

    [Fact]
    public async Task A_turn_that_was_missed_cannot_be_taken()
    {
        var sale = await OpenAsync(maxActive: 1, queue => queue["claimSeconds"] = 5);
        var fan = await server.FanAsync();
        var place = (await fan.PostAsync($"{Tokens(sale)}?enter=false", null)).ShouldBe(201);

        await BecomesAsync(fan, place, "Missed");

        (await fan.PostAsync($"{Path(place)}/entry", null)).ShouldBeProblem(403, "queue-token-expired");
    }

    [Fact]
    public async Task More_time_is_given_once_for_a_key_and_as_often_as_the_queue_allows()
    {
        var sale = await OpenAsync(maxActive: 1, queue => queue["moreTimes"] = 0);
        var fan = await server.FanAsync();
        var place = (await fan.PostAsync($"{Tokens(sale)}?enter=false", null)).ShouldBe(201);
        Assert.Equal(0, place["moreTimesLeft"]!.GetValue<int>());
        (await fan.PostAsync($"{Path(place)}/more-time", null, "one")).ShouldBeProblem(409, "no-more-time-left");
        (await fan.PostAsync($"{Path(place)}/more-time", null)).ShouldBeProblem(400, "invalid-request");
        var settings = (await sale.Operator.PatchAsync(
            $"/operator/schedules/{sale.ScheduleId}/queue", new { moreTimes = 2, claimSeconds = 90 })).ShouldBe(200);
        Assert.Equal(2, settings["settings"]!["moreTimes"]!.GetValue<int>());
        var until = place["claimUntil"]!.GetValue<DateTimeOffset>();

        foreach (var (key, times) in new[] { ("one", 1), ("one", 1), ("two", 2), ("one", 2) })
        {
            var given = (await fan.PostAsync($"{Path(place)}/more-time", null, key)).ShouldBe(200);
            Assert.Equal(until.AddSeconds(90 * times), given["claimUntil"]!.GetValue<DateTimeOffset>());
        }

        (await fan.PostAsync($"{Path(place)}/more-time", null, "three")).ShouldBeProblem(409, "no-more-time-left");
        var seen = await Wait.For(
            () => fan.GetAsync($"{Path(place)}?enter=false"),
            answer => answer.ShouldBe(200)["moreTimesLeft"]!.GetValue<int>() == 0,
            "no request is left");
        Assert.Equal(until.AddSeconds(180), seen.Json["claimUntil"]!.GetValue<DateTimeOffset>());
        (await fan.PostAsync($"{Path(place)}/entry", null)).ShouldBe(200);
        var active = (await fan.PostAsync($"{Path(place)}/more-time", null, "late")).ShouldBe(200);
        Assert.Equal("Active", Status(active));
        await Wait.For(
            () => fan.GetAsync($"/schedules/{sale.ScheduleId}/queue"),
            queue => ($"{queue.ShouldBe(200)["claimSeconds"]}", $"{queue.Json["moreTimes"]}") == ("90", "2"),
            "the settings are published");
    }

    [Fact]
    public async Task A_fan_who_waits_gets_the_wait_as_a_range()
    {
        var sale = await OpenAsync(maxActive: 3);
        JsonNode? place = null;
        for (var fan = 0; fan < 5; fan++)
            place = (await (await server.FanAsync()).PostAsync(Tokens(sale), null)).ShouldBe(201);

        var seen = await Wait.For(
            () => server.Anonymous().GetAsync($"{Path(place!)}?enter=false"),
            answer => answer.ShouldBe(200)["estimatedWait"] is not null,
            "the wait is estimated");

        var range = seen.Json["estimatedWait"]!;
        var (least, most) = (range["atLeastSeconds"]!.GetValue<long>(), range["atMostSeconds"]!.GetValue<long>());
        Assert.InRange(seen.Json["estimatedWaitSeconds"]?.GetValue<long>() ?? least, least, most);
        Assert.False(seen.Json["paused"]!.GetValue<bool>());
    }

    [Fact]
    public async Task After_the_event_has_begun_no_turn_is_taken()
    {
        var sale = await Sale.OpenAsync(server, terms =>
        {
            terms["queue"] = new JsonObject { ["maxActive"] = 1 };
            terms["startsAt"] = DateTimeOffset.UtcNow.AddSeconds(15);
        });
        var fan = await server.FanAsync();
        var place = (await fan.PostAsync($"{Tokens(sale)}?enter=false", null)).ShouldBe(201);
        Assert.Equal("Called", Status(place));

        await BecomesAsync(fan, place, "Closed");
        (await fan.PostAsync($"{Path(place)}/entry", null)).ShouldBeProblem(409, "not-on-sale");
    }

    [Fact]
    public async Task A_fan_finds_the_own_place_without_taking_one()
    {
        var sale = await OpenAsync(maxActive: 1);
        var (fan, other) = (await server.FanAsync(), await server.FanAsync());
        Assert.Null((await fan.GetAsync(Place(sale))).ShouldBe(200)["place"]);
        Assert.Equal(0, (await fan.GetAsync($"/schedules/{sale.ScheduleId}/queue")).ShouldBe(200)["lastNumber"]!
            .GetValue<long>());

        var joined = (await fan.PostAsync($"{Tokens(sale)}?enter=false", null)).ShouldBe(201);
        var waiting = (await other.PostAsync($"{Tokens(sale)}?enter=false", null)).ShouldBe(201);
        var found = await fan.GetAsync(Place(sale));
        Assert.Equal($"{joined["token"]}", $"{found.ShouldBe(200)["place"]!["token"]}");
        Assert.Equal("Called", Status(found.Json["place"]!));
        Assert.NotNull(found.Headers.RetryAfter);
        Assert.Equal("Waiting", Status((await other.GetAsync(Place(sale))).ShouldBe(200)["place"]!));

        (await fan.PostAsync($"{Path(joined)}/entry", null)).ShouldBe(200);
        Assert.Equal("Active", Status((await fan.GetAsync(Place(sale))).ShouldBe(200)["place"]!));
        await fan.DeleteAsync(Path(joined));
        Assert.Equal("Left", Status((await fan.GetAsync(Place(sale))).ShouldBe(200)["place"]!));
        Assert.Equal(2, waiting["number"]!.GetValue<long>());
    }

    [Fact]
    public async Task Where_there_is_no_queue_there_is_no_place()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await server.FanAsync();

        Assert.Null((await fan.GetAsync(Place(sale))).ShouldBe(200)["place"]);
        (await fan.GetAsync($"/schedules/{Guid.NewGuid()}/place")).ShouldBeProblem(404, "not-found");
        (await server.Anonymous().GetAsync(Place(sale))).ShouldBeProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_stream_that_only_looks_says_that_the_fan_is_called()
    {
        var sale = await OpenAsync(maxActive: 1);
        var (first, second) = (await server.FanAsync(), await server.FanAsync());
        var before = (await first.PostAsync($"{Tokens(sale)}?enter=false", null)).ShouldBe(201);
        var place = (await second.PostAsync($"{Tokens(sale)}?enter=false", null)).ShouldBe(201);
        using var events = await EventStream.OpenAsync(server.Http, $"{Path(place)}/events?enter=false");

        Assert.Equal(("waiting", "Waiting"), await NextAsync(events, waits: true));
        await first.DeleteAsync(Path(before));
        Assert.Equal(("called", "Called"), await NextAsync(events));
        (await second.PostAsync($"{Path(place)}/entry", null)).ShouldBe(200);
        Assert.Equal(("active", "Active"), await NextAsync(events));
        await second.DeleteAsync(Path(place));
        Assert.Equal(("ended", "Left"), await NextAsync(events));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/events")]
    public async Task Whether_to_enter_is_true_or_false(string what)
    {
        var sale = await OpenAsync(maxActive: 1);
        var fan = await server.FanAsync();
        var place = (await fan.PostAsync(Tokens(sale), null)).ShouldBe(201);

        var refused = await fan.GetAsync($"{Path(place)}{what}?enter=perhaps");

        Assert.Equal("enter", $"{refused.ShouldBeProblem(400, "invalid-request")["errors"]![0]!["field"]}");
    }

    private static string Tokens(Sale sale) => $"/schedules/{sale.ScheduleId}/queue-tokens";

    private static string Place(Sale sale) => $"/schedules/{sale.ScheduleId}/place";

    private static string Path(JsonNode place) => $"/queue-tokens/{place["token"]}";

    private static string Status(JsonNode place) => place["status"]!.GetValue<string>();

    /// <summary>The next event; the estimates of a fan who waits may be sent several times.</summary>
    private static async Task<(string Name, string Status)> NextAsync(EventStream events, bool waits = false)
    {
        var next = await events.NextAsync();
        while (!waits && next.Name == "waiting") next = await events.NextAsync();
        return (next.Name, Status(next.Data));
    }

    private static Task<ApiAnswer> BecomesAsync(ApiClient fan, JsonNode place, string status) => Wait.For(
        () => fan.GetAsync($"{Path(place)}?enter=false"),
        answer => Status(answer.ShouldBe(200)) == status,
        $"the place is {status}");

    private Task<Sale> OpenAsync(int maxActive, Action<JsonObject>? change = null) => Sale.OpenAsync(server, terms =>
    {
        var queue = new JsonObject { ["maxActive"] = maxActive };
        change?.Invoke(queue);
        terms["queue"] = queue;
    });
}
