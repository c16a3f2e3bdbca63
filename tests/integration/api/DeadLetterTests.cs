using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Messaging;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class DeadLetterTests(ApiFixture fixture)
{
    private const string Path = "/operator/dead-letters";
    private const string Topic = "reservation.created";

    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task Operators_see_what_failed_and_why()
    {
        var boss = await server.OperatorAsync();
        var letter = await PutAsync("notification");

        var listed = await ListedAsync(boss, $"?topic={Topic}&group=notification", letter);
        Assert.Equal(2, listed["attempts"]!.GetValue<int>());
        Assert.Equal("the last error", listed["error"]!.GetValue<string>());
        var details = (await boss.GetAsync(Address(letter))).ShouldBe(200);
        Assert.Equal(letter.Event.Payload, details["payload"]!.GetValue<string>());
        Assert.Equal("the first error", details["attempts"]![0]!["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_is_discarded_is_gone()
    {
        var boss = await server.OperatorAsync();
        var letter = await PutAsync("notification");

        Assert.Equal(204, (await boss.DeleteAsync(Address(letter))).Status);
        (await boss.GetAsync(Address(letter))).ShouldBeProblem(404, "not-found");
        (await boss.DeleteAsync(Address(letter))).ShouldBeProblem(404, "not-found");
        (await boss.PostAsync($"{Address(letter)}/replay", null)).ShouldBeProblem(404, "not-found");
    }

    public static TheoryData<string, string, bool> Lines
    {
        get
        {
            string[] observers = ["seat-map", "read-model", "notification", "external-platform"];
            var lines = new TheoryData<string, string, bool>();
            foreach (var line in Choreography.All)
                lines.Add(line.Topic, line.Group, observers.Contains(line.Group));
            return lines;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task An_event_that_a_sale_needs_is_not_discarded(string topic, string group, bool mayBe)
    {
        var boss = await server.OperatorAsync();
        var letter = await PutAsync(group, topic, SomeEvents.PayloadOf(topic));

        Assert.Equal(
            mayBe, (await boss.GetAsync(Address(letter))).ShouldBe(200)["mayDiscard"]!.GetValue<bool>());
        var answer = await boss.DeleteAsync(Address(letter));

        if (mayBe)
        {
            Assert.Equal(204, answer.Status);
            return;
        }

        var refused = answer.ShouldBeProblem(409, "dead-letter-needed");
        var detail = refused["detail"]!.GetValue<string>();
        Assert.Contains(topic, detail, StringComparison.Ordinal);
        Assert.Contains("replay it", detail, StringComparison.Ordinal);
        (await boss.GetAsync(Address(letter))).ShouldBe(200);
        await DeleteAsync(letter);
    }

    [Theory]
    [InlineData("stock", "{}")] // no group of this release could ever handle it
    [InlineData("stock", "nonsense")]
    [InlineData("a-group-of-the-past", "{}")]
    public async Task An_event_that_no_grain_can_ever_handle_may_be_discarded(string group, string payload)
    {
        var boss = await server.OperatorAsync();
        var letter = await PutAsync(group, "order.processing.fail", payload);

        Assert.Equal(204, (await boss.DeleteAsync(Address(letter))).Status);
    }

    [Fact]
    public async Task What_is_replayed_and_fails_again_comes_back_with_its_whole_history()
    {
        var boss = await server.OperatorAsync();
        var letter = await PutAsync("read-model"); // its payload is no reservation, so it can never be handled

        Assert.Equal(202, (await boss.PostAsync($"{Address(letter)}/replay", null)).Status);

        var again = await ReturnedAsync(boss, letter);
        Assert.True(again["attempts"]!.AsArray().Count > 2);
        Assert.Equal("the first error", again["attempts"]![0]!["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task All_of_a_topic_are_replayed_at_once()
    {
        var boss = await server.OperatorAsync();
        var letters = new[] { await PutAsync("read-model"), await PutAsync("read-model") };

        var replayed = await boss.PostAsync($"{Path}/replay", new { topic = Topic, group = "read-model" });

        Assert.True(replayed.ShouldBe(202)["replayed"]!.GetValue<int>() >= 2);
        foreach (var letter in letters)
            await ReturnedAsync(boss, letter);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        var boss = await server.OperatorAsync();
        var group = $"group-{Guid.NewGuid():N}";
        var letters = new List<DeadLetter>();
        for (var i = 0; i < 7; i++)
            letters.Add(await PutAsync(group));

        var (seen, cursor) = (new List<Guid>(), "");
        do
        {
            var page = (await boss.GetAsync($"{Path}?group={group}&limit=3{cursor}")).ShouldBe(200);
            seen.AddRange(page["items"]!.AsArray().Select(item => item!["eventId"]!.GetValue<Guid>()));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next.GetValue<string>()}" : null;
        }
        while (cursor is not null);

        Assert.Equal(letters.Select(letter => letter.Event.EventId).Order(), seen.Order());
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?cursor=nonsense")]
    [InlineData("?cursor=AAAA")]
    public async Task A_malformed_list_is_refused(string query) =>
        (await (await server.OperatorAsync()).GetAsync(Path + query)).ShouldBeProblem(400, "invalid-request");

    [Fact]
    public async Task A_topic_that_nobody_consumes_cannot_be_replayed()
    {
        var boss = await server.OperatorAsync();

        (await boss.PostAsync($"{Path}/replay", new { topic = "nothing" })).ShouldBlame("$.topic");
        (await boss.PostAsync($"{Path}/replay", new { topic = Topic, group = "nobody" })).ShouldBlame("$.group");
    }

    [Fact]
    public async Task Names_that_no_database_can_hold_name_nothing()
    {
        var boss = await server.OperatorAsync();

        (await boss.GetAsync($"{Path}/{Guid.NewGuid()}/%EF%BF%BE")).ShouldBeProblem(404, "not-found");
        Assert.Empty((await boss.GetAsync($"{Path}?topic=a%00b")).ShouldBe(200)["items"]!.AsArray());
        Assert.Empty((await boss.GetAsync($"{Path}?group=%EF%BF%BD%00")).ShouldBe(200)["items"]!.AsArray());
    }

    [Fact]
    public async Task Fans_see_nothing_of_it()
    {
        var fan = await server.FanAsync();

        (await fan.GetAsync(Path)).ShouldBeProblem(403, "forbidden");
        (await fan.PostAsync($"{Path}/replay", new { topic = Topic })).ShouldBeProblem(403, "forbidden");
    }

    private static string Address(DeadLetter letter) => $"{Path}/{letter.Event.EventId}/{letter.Group}";

    private Task DeleteAsync(DeadLetter letter) => server.Services.GetRequiredService<IDeadLetters>()
        .DiscardAsync(letter.Event.EventId, letter.Group, CancellationToken.None);

    private async Task<DeadLetter> PutAsync(
        string group, string topic = Topic, string payload = """{"no":"reservation"}""")
    {
        var now = DateTimeOffset.UtcNow;
        var sent = new OutboxEvent(Guid.NewGuid(), topic, "key", payload, null, now);
        FailedAttempt[] attempts = [new(now.AddSeconds(-1), "the first error"), new(now, "the last error")];
        var letter = new DeadLetter(sent, group, "the last error", attempts, now);
        await server.Services.GetRequiredService<IDeadLetters>().PutAsync(letter, CancellationToken.None);
        return letter;
    }

    private static async Task<JsonNode> ListedAsync(ApiClient boss, string query, DeadLetter letter)
    {
        var page = (await boss.GetAsync(Path + query)).ShouldBe(200);
        return page["items"]!.AsArray().Single(item => item!["eventId"]!.GetValue<Guid>() == letter.Event.EventId)!;
    }

    private static async Task<JsonNode> ReturnedAsync(ApiClient boss, DeadLetter letter) =>
        (await Wait.For(
            () => boss.GetAsync(Address(letter)),
            answer => answer.Status == 200 && answer.Json["attempts"]!.AsArray().Count > 2)).Json;
}
