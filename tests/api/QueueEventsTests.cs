using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class QueueEventsTests(ApiFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task Who_keeps_the_stream_open_hears_the_wait_the_turn_and_the_end()
    {
        var sale = await Sale.OpenAsync(server, terms => terms["queue"] = new JsonObject { ["maxActive"] = 1 });
        var (first, second) = (await server.FanAsync(), await server.FanAsync());
        var firstToken = await JoinAsync(sale, first);
        using var events = await OpenAsync(await JoinAsync(sale, second));

        Assert.Equal(("waiting", "Waiting"), await events.NextAsync());
        await first.DeleteAsync($"/queue-tokens/{firstToken}");
        Assert.Equal(("active", "Active"), await events.NextAsync());

        await second.DeleteAsync($"/queue-tokens/{events.Token}");
        Assert.Equal(("ended", "Left"), await events.NextAsync());
        Assert.Equal("", (await events.Reader.ReadToEndAsync().WaitAsync(Patience)).Trim());
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

        for (var tries = 0; ; tries++)
        {
            using var again = await small.Http.GetAsync(Address(token), HttpCompletionOption.ResponseHeadersRead);
            if (again.IsSuccessStatusCode) break;
            Assert.True(tries < 50, "the place of a closed stream is not free");
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task One_fan_with_one_token_does_not_take_every_stream()
    {
        await using var small = await ApiServer.StartAsync(
            fixture.Database.ConnectionString, ["Ticketing:Api:Concurrency:Streams=4"]);
        var sale = await Sale.OpenAsync(small, terms => terms.Remove("queue"));
        var greedy = await JoinAsync(sale, await small.FanAsync());
        List<Stream> open = [];
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

        Assert.Equal(("active", "Active"), await events.NextAsync());
        Assert.Equal(("ended", "Closed"), await events.NextAsync());
    }

    [Fact]
    public async Task A_process_that_stops_does_not_wait_for_its_streams()
    {
        var stopping = await ApiServer.StartAsync(fixture.Database.ConnectionString);
        var sale = await Sale.OpenAsync(stopping, terms => terms.Remove("queue"));
        using var events = await OpenAsync(await JoinAsync(sale, await stopping.FanAsync()), stopping);
        Assert.Equal(("active", "Active"), await events.NextAsync());

        await stopping.StopAsync().WaitAsync(Patience);
        await stopping.DisposeAsync();
    }

    private static async Task<string> JoinAsync(Sale sale, ApiClient fan) =>
        (await fan.PostAsync($"/schedules/{sale.ScheduleId}/queue-tokens", null))
            .ShouldBe(201)["token"]!.GetValue<string>();

    private static Uri Address(string token) => new($"/api/v1/queue-tokens/{token}/events", UriKind.Relative);

    private async Task<Stream> OpenAsync(string token, ApiServer? at = null)
    {
        var answer = await (at ?? server).Http.GetAsync(Address(token), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new Stream(token, answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    private sealed record Stream(string Token, HttpResponseMessage Answer, StreamReader Reader) : IDisposable
    {
        /// <summary>Name and status of the next event; skips comments.</summary>
        public async Task<(string Name, string Status)> NextAsync()
        {
            var name = "";
            while (true)
            {
                var line = await Reader.ReadLineAsync().WaitAsync(Patience)
                    ?? throw new EndOfStreamException("the stream has ended");
                if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line["event: ".Length..];
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                    return (name, JsonNode.Parse(line["data: ".Length..])!["status"]!.GetValue<string>());
            }
        }

        public void Dispose()
        {
            Reader.Dispose();
            Answer.Dispose();
        }
    }
}
