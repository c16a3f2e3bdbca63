using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Npgsql;
using Ticketing.Api;
using Ticketing.Storage;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class ProblemTests(ApiFixture fixture, FaultyServer faulty) : IClassFixture<FaultyServer>
{
    [Fact]
    public async Task Every_type_of_problem_leads_to_a_page_that_tells_what_to_do()
    {
        var http = fixture.Server.Http;
        foreach (var type in Problems.All)
        {
            var json = await http.GetStringAsync(type.Uri);
            Assert.Contains(type.Uri, json, StringComparison.Ordinal);
            using var request = new HttpRequestMessage(HttpMethod.Get, type.Uri);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
            using var page = await http.SendAsync(request);
            Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
            var html = await page.Content.ReadAsStringAsync();
            Assert.Contains(WebUtility.HtmlEncode(type.Advice), html, StringComparison.Ordinal);
        }

        using var forPeople = new HttpRequestMessage(HttpMethod.Get, "/problems");
        forPeople.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var list = await http.SendAsync(forPeople);
        var links = await list.Content.ReadAsStringAsync();
        Assert.All(Problems.All, type => Assert.Contains($"href=\"{type.Uri}\"", links, StringComparison.Ordinal));

        using var unknown = await http.GetAsync("/problems/none-such");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public void Names_of_problems_are_unique_and_fit_into_an_address()
    {
        Assert.Equal(Problems.All.Length, Problems.All.Select(type => type.Name).Distinct().Count());
        Assert.All(Problems.All, type => Assert.Matches("^[a-z]+(-[a-z]+)*$", type.Name));
        Assert.True(Problems.All.Length > 25);
    }

    [Fact]
    public async Task What_the_framework_refuses_is_explained_too()
    {
        var fan = await fixture.Server.FanAsync();
        (await fan.GetAsync("/nowhere")).ShouldBeProblem(404, "not-found");
        (await fan.PatchAsync("/balance", new { })).ShouldBeProblem(405, "method-not-allowed");
        (await fixture.Server.Anonymous().GetAsync("/balance")).ShouldBeProblem(401, "unauthenticated");
        const string json = "application/json";
        foreach (var type in new[] { "text/plain", $"{json}; charset=utf-16", $"{json}; charset=nonsense" })
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"amount":1}"""));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            (await fan.PostAsync("/balance/charges", content, "key")).ShouldBeProblem(415, "unsupported-media-type");
        }
    }

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/json; charset=\"UTF8\"")]
    [InlineData("application/json;charset=utf8")]
    [InlineData("application/json; charset=UTF-8; q=1")]
    public async Task Utf8_is_taken_by_every_name(string type)
    {
        var fan = await fixture.Server.FanAsync();
        var content = new ByteArrayContent("""{"amount":1}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        (await fan.PostAsync("/balance/charges", content, "key")).ShouldBe(200);
    }

    [Fact]
    public async Task Without_a_body_the_content_type_does_not_matter()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(fixture.Server.Address.Host, fixture.Server.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "GET /api/v1/concerts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json; charset=utf-16\r\n\r\n"));
        using var reader = new StreamReader(stream);

        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_whether_or_not_it_says_so()
    {
        var fan = await fixture.Server.FanAsync();
        // Blanks first, so that nothing else is wrong before the body is too large.
        var large = Encoding.UTF8.GetBytes(new string(' ', 70_000) + """{"amount":1}""");
        var honest = new ByteArrayContent(large);
        honest.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var chunked = new StreamContent(new OneWayStream(large));
        chunked.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        (await fan.PostAsync("/balance/charges", honest, "key")).ShouldBeProblem(413, "too-large");
        (await fan.PostAsync("/balance/charges", chunked, "key")).ShouldBeProblem(413, "too-large");
    }

    public static TheoryData<string, int, string> Faults => new()
    {
        { nameof(StoreOverloadedException), 503, "overloaded" },
        { nameof(StoreUnavailableException), 503, "store-unavailable" },
        { nameof(CommitOutcomeUnknownException), 503, "outcome-unknown" },
        { nameof(CommitConflictException), 503, "outcome-unknown" },
        { nameof(LimitExceededException), 503, "overloaded" },
        { nameof(SiloUnavailableException), 503, "outcome-unknown" },
        { nameof(TimeoutException), 503, "outcome-unknown" },
        { nameof(NpgsqlException), 503, "store-unavailable" },
        { nameof(PostgresException), 503, "store-unavailable" },
        { nameof(CommitRefusedException), 500, "internal-error" },
        { nameof(InvalidOperationException), 500, "internal-error" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_within_is_explained_and_says_when_to_come_back(string fault, int status, string problem)
    {
        var errorsBefore = faulty.Server.Log.Errors.Count;

        var answer = await faulty.Server.Anonymous().GetAsync($"/fault/{fault}");

        var told = answer.ShouldBeProblem(status, problem);
        Assert.Equal(status == 503, answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(status == 500, told["traceId"] is not null);
        Assert.Equal(status == 500, faulty.Server.Log.Errors.Count > errorsBefore);
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_answered_503_everywhere_and_the_process_stays_live()
    {
        var database = await fixture.CreateEmptyDatabaseAsync();
        await using var server = await ApiServer.StartAsync(database.ConnectionString);
        var fan = await server.FanAsync();
        await database.DisposeAsync();

        var schedule = Guid.NewGuid();
        foreach (var answer in new[]
        {
            await fan.GetAsync("/concerts"),
            await fan.GetAsync($"/schedules/{schedule}/seats"),
            await fan.GetAsync("/balance"),
            await fan.GetAsync("/reservations"),
            await fan.PostAsync("/balance/charges", new { amount = 1 }, "key"),
            await fan.PostAsync("/reservations", new { scheduleId = schedule, seats = new[] { "a" } }, "key"),
            await fan.PostAsync("/sessions", new { email = "a@example.org", password = "long enough" }),
        })
        {
            answer.ShouldBeProblem(503, "store-unavailable");
            Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        }

        using var live = await server.Http.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }
}
