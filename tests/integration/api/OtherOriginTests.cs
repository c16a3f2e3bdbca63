using Microsoft.Extensions.Options;

namespace Ticketing.Tests.Api;

/// <summary>Calls by pages of other origins, as browsers make them.</summary>
[Collection(ApiCollection.Name)]
public sealed class OtherOriginTests(ApiFixture fixture)
{
    private const string Shop = "https://shop.example.org";
    private const string Local = "http://localhost:5173";

    [Fact]
    public async Task Without_the_setting_no_other_origin_may_read_an_answer()
    {
        var asked = await PreflightAsync(fixture.Server, Shop, "GET");
        Assert.False(asked.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.DoesNotContain(
            (await GetAsync(fixture.Server, "/concerts", Shop)).Headers,
            header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_page_of_a_configured_origin_may_send_what_the_api_takes_and_read_what_it_answers()
    {
        await using var server = await StartAsync();

        foreach (var origin in new[] { Shop, Local })
        {
            var asked = await PreflightAsync(
                server, origin, "POST", "authorization,content-type,idempotency-key,queue-token");
            Assert.Equal(204, (int)asked.StatusCode);
            Assert.Equal(origin, Value(asked, "Access-Control-Allow-Origin"));
            Assert.Contains("POST", Value(asked, "Access-Control-Allow-Methods"));
            foreach (var header in new[] { "Authorization", "Content-Type", "Idempotency-Key", "Queue-Token" })
                Assert.Contains(header, Value(asked, "Access-Control-Allow-Headers"));
            Assert.False(asked.Headers.Contains("Access-Control-Allow-Credentials"));

            var answer = await GetAsync(server, "/concerts", origin);
            Assert.Equal(200, (int)answer.StatusCode);
            Assert.Equal(origin, Value(answer, "Access-Control-Allow-Origin"));
            foreach (var header in new[] { "Retry-After", "Location", "ETag" })
                Assert.Contains(header, Value(answer, "Access-Control-Expose-Headers"));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
            Assert.Contains("Origin", answer.Headers.Vary);
        }
    }

    [Theory]
    [InlineData("/concerts?limit=0", 400)]
    [InlineData("/balance", 401)]
    [InlineData("/nowhere", 404)]
    public async Task A_page_can_read_refusals_too(string path, int status)
    {
        await using var server = await StartAsync();

        var refused = await GetAsync(server, path, Shop);

        Assert.Equal(status, (int)refused.StatusCode);
        Assert.Equal(Shop, Value(refused, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https://evil.example.org")]
    [InlineData("http://shop.example.org")]
    [InlineData("https://shop.example.org:8443")]
    [InlineData("https://shop.example.org.evil.example")]
    [InlineData("null")]
    public async Task Any_other_origin_may_not(string origin)
    {
        await using var server = await StartAsync();

        Assert.False((await PreflightAsync(server, origin, "GET")).Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False((await GetAsync(server, "/concerts", origin)).Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("shop.example.org")]
    [InlineData("https://shop.example.org/")]
    [InlineData("https://shop.example.org:443")]
    [InlineData("https://Shop.example.org")]
    [InlineData("ftp://shop.example.org")]
    public async Task An_origin_that_no_browser_sends_stops_the_start_with_words(string origin)
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiServer.StartAsync(
            fixture.Database.ConnectionString, [$"Ticketing:Api:Cors:Origins:0={origin}"]));

        Assert.Contains($"'{origin}'", fault.Message);
        Assert.Contains("https://tickets.example.org", fault.Message);
    }

    private Task<ApiServer> StartAsync() => ApiServer.StartAsync(
        fixture.Database.ConnectionString,
        [$"Ticketing:Api:Cors:Origins:0={Shop}", $"Ticketing:Api:Cors:Origins:1={Local}"]);

    private static Task<HttpResponseMessage> PreflightAsync(
        ApiServer server, string origin, string method, string? headers = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/reservations");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        if (headers is not null) request.Headers.Add("Access-Control-Request-Headers", headers);
        return server.Http.SendAsync(request);
    }

    private static Task<HttpResponseMessage> GetAsync(ApiServer server, string path, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{path}");
        request.Headers.Add("Origin", origin);
        return server.Http.SendAsync(request);
    }

    private static string Value(HttpResponseMessage answer, string header) =>
        string.Join(',', answer.Headers.GetValues(header));
}
