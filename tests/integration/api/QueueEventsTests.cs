using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class QueueEventsTests(ApiFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task Who_keeps_the_stream_open_hears_the_wait_the_turn_and_the_end()
    {
        var sale = await Sale.OpenAsync(server, terms => terms["queue"] = new JsonObject { ["maxActive"] = 1 });
        var (first, second) = (await server.FanAsync(), await server.FanAsync());
        var firstToken = await JoinAsync(sale, first);
        var token = await JoinAsync(sale, second);
        using var events = await OpenAsync(token);

        Assert.Equal(("waiting", "Waiting"), await NextAsync(events));
        await first.DeleteAsync($"/queue-tokens/{firstToken}");
        Assert.Equal(("active", "Active"), await NextAsync(events));

        await second.DeleteAsync($"/queue-tokens/{token}");
        Assert.Equal(("ended", "Left"), await NextAsync(events));
        Assert.Equal("", (await events.RestAsync()).Trim());
    }

    [Fact]
    public async Task A_forged_token_has_no_stream() =>
        (await server.Anonymous().GetAsync("/queue-tokens/forged/events"))
            .ShouldBeProblem(403, "queue-token-invalid");

    [Fact]
    public async Task Only_so_many_streams_are_open_at_once()
    {
        await using var small = await ApiServer.StartAsync(
            fixture.Database.ConnectionString, ["Ticketing:Api:Concurrency:Streams=1"]);
        var sale = await Sale.OpenAsync(small, terms => terms.Remove("queue"));
        var token = await JoinAsync(sale, await small.FanAsync());
        using (await OpenAsync(token, small))
        {
            (await small.Anonymous().GetAsync($"/queue-tokens/{token}/events")).ShouldBeProblem(503, "overloaded");
        }

        await Wait.Until(
            async () =>
            {
                using var again = await small.Http.GetAsync(
                    $"/api/v1{Path(token)}", HttpCompletionOption.ResponseHeadersRead);
                return again.IsSuccessStatusCode;
            },
            "a closed stream does not count as open any more");
    }

    [Fact]
    public async Task One_fan_with_one_token_does_not_take_every_stream()
    {
        await using var small = await ApiServer.StartAsync(
            fixture.Database.ConnectionString, ["Ticketing:Api:Concurrency:Streams=4"]);
        var sale = await Sale.OpenAsync(small, terms => terms.Remove("queue"));
        var greedy = await JoinAsync(sale, await small.FanAsync());
        List<EventStream> open = [];
        try
        {
            for (var device = 0; device < 3; device++) open.Add(await OpenAsync(greedy, small));
            var refused = await small.Anonymous().GetAsync($"/queue-tokens/{greedy}/events");
            refused.ShouldBeProblem(429, "too-many-requests");
            Assert.NotNull(refused.Headers.RetryAfter);
            open.Add(await OpenAsync(await JoinAsync(sale, await small.FanAsync()), small));
        }
        finally
        {
            open.ForEach(stream => stream.Dispose());
        }
    }

    [Fact]
    public async Task When_the_event_begins_the_stream_ends()
    {
        var sale = await Sale.OpenAsync(server, terms =>
        {
            terms["queue"] = new JsonObject { ["claimSeconds"] = 5 };
            terms["startsAt"] = DateTimeOffset.UtcNow.AddSeconds(3);
        });
        using var events = await OpenAsync(await JoinAsync(sale, await server.FanAsync()));

        Assert.Equal(("active", "Active"), await NextAsync(events));
        Assert.Equal(("ended", "Closed"), await NextAsync(events));
    }

    [Fact]
    public async Task When_the_queue_is_switched_off_the_stream_says_so_and_a_place_outlives_it()
    {
        var sale = await Sale.OpenAsync(server, terms => terms["queue"] = new JsonObject { ["maxActive"] = 1 });
        var (first, second) = (await server.FanAsync(), await server.FanAsync());
        await JoinAsync(sale, first);
        var token = await JoinAsync(sale, second);
        using var events = await OpenAsync(token);
        Assert.Equal(("waiting", "Waiting"), await NextAsync(events));
        var queue = $"/operator/schedules/{sale.ScheduleId}/queue";

        (await sale.Operator.PatchAsync(queue, new { enabled = false })).ShouldBe(200);

        var last = await events.NextAsync();
        Assert.Equal(("refused", "/problems/no-queue"), (last.Name, last.Data["type"]!.GetValue<string>()));
        Assert.Equal(409, last.Data["status"]!.GetValue<int>());
        Assert.Equal("", (await events.RestAsync()).Trim());
        await Wait.Until(
            async () => (await sale.ReserveAsync(second, "no-token", TestPlan.Seat(1, 1))).Status == 201,
            "a reservation needs no token");

        (await sale.Operator.PatchAsync(queue, new { enabled = true })).ShouldBe(200);
        await Wait.Until(
            async () => (await second.GetAsync($"/queue-tokens/{token}")) is { Status: 200 } place
                && place.Json["number"]!.GetValue<long>() == 2,
            "the fan still has the place");
    }

    [Fact]
    public async Task A_process_that_stops_does_not_wait_for_its_streams()
    {
        var stopping = await ApiServer.StartAsync(fixture.Database.ConnectionString);
        var sale = await Sale.OpenAsync(stopping, terms => terms.Remove("queue"));
        using var events = await OpenAsync(await JoinAsync(sale, await stopping.FanAsync()), stopping);
        Assert.Equal(("active", "Active"), await NextAsync(events));

        await stopping.StopAsync().WaitAsync(Patience);
        await stopping.DisposeAsync();
    }

    private static async Task<string> JoinAsync(Sale sale, ApiClient fan) =>
        (await fan.PostAsync($"/schedules/{sale.ScheduleId}/queue-tokens", null))
            .ShouldBe(201)["token"]!.GetValue<string>();

    private static string Path(string token) => $"/queue-tokens/{token}/events";

    private Task<EventStream> OpenAsync(string token, ApiServer? at = null) =>
        EventStream.OpenAsync((at ?? server).Http, Path(token));

    private static async Task<(string Name, string Status)> NextAsync(EventStream events)
    {
        var next = await events.NextAsync();
        return (next.Name, next.Data["status"]!.GetValue<string>());
    }
}
