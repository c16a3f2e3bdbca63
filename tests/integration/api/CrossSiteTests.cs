using static Ticketing.Tests.Api.PageClient;

namespace Ticketing.Tests.Api;

/// <summary>Pages of other sites change nothing in the browser of a fan who is signed in by cookie.</summary>
[Collection(ApiCollection.Name)]
public sealed class CrossSiteTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;
    private readonly PageClient pages = new(fixture.Server);

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Sec-Fetch-Site", "same-origin, cross-site")]
    [InlineData("Sec-Fetch-Site", "")]
    [InlineData("Origin", "https://evil.example.org")]
    [InlineData("Origin", "http://SELF.evil.example.org")]
    [InlineData("Origin", "http://sub.SELF")]
    [InlineData("Origin", "http://SELF/")]
    [InlineData("Origin", "http://me@SELF")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "http://127.0.0.1")]
    [InlineData("Origin", "ftp://SELF")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "")]
    [InlineData("Referer", "http://SELF/tickets")]
    [InlineData("X-Requested-With", "XMLHttpRequest")]
    public async Task A_change_that_no_own_page_sent_is_refused_whatever_the_cookie(string header, string value)
    {
        var cookie = CookieOf(await pages.SignInAsync(await pages.SignUpAsync()));
        var sent = value.Replace("SELF", server.Address.Authority, StringComparison.Ordinal);
        (string, string?)[] headers = [(header, sent)];

        foreach (var (method, path, body) in Changes())
            (await pages.SendAsync(method, path, cookie, body, headers)).ShouldBeProblem(403, "cross-site-request");
        var credentials = new { email = "a@example.org", password = Password };
        (await pages.SendAsync(HttpMethod.Put, "/session", null, credentials, headers))
            .ShouldBeProblem(403, "cross-site-request");
        Assert.Equal(0, (await pages.SendAsync(HttpMethod.Get, "/balance", cookie)).Json["balance"]!.GetValue<long>());
    }

    [Fact]
    public async Task What_the_browser_says_of_the_site_counts_more_than_the_origin()
    {
        var cookie = CookieOf(await pages.SignInAsync(await pages.SignUpAsync()));

        (await pages.SendAsync(
            HttpMethod.Post, "/balance/charges", cookie, new { amount = 1 },
            ("Sec-Fetch-Site", "cross-site"), ("Origin", server.Address.GetLeftPart(UriPartial.Authority))))
            .ShouldBeProblem(403, "cross-site-request");
    }

    [Fact]
    public async Task An_older_browser_that_sends_only_its_origin_may_change_things()
    {
        var cookie = CookieOf(await pages.SignInAsync(await pages.SignUpAsync()));

        (await pages.SendAsync(
            HttpMethod.Post, "/balance/charges", cookie, new { amount = 1 },
            ("Origin", server.Address.GetLeftPart(UriPartial.Authority)))).ShouldBe(200);
    }

    [Fact]
    public async Task A_token_needs_no_own_page_and_decides_alone_when_there_is_a_cookie_too()
    {
        var fan = await server.FanAsync();
        var other = CookieOf(await pages.SignInAsync(await pages.SignUpAsync()));

        (await fan.SendAsync(
            HttpMethod.Post, "/balance/charges", new { amount = 7 },
            ("Idempotency-Key", "by-token"), ("Sec-Fetch-Site", "cross-site"), ("Cookie", other))).ShouldBe(200);

        Assert.Equal(7, (await fan.GetAsync("/balance")).Json["balance"]!.GetValue<long>());
        Assert.Equal(0, (await pages.SendAsync(HttpMethod.Get, "/balance", other)).Json["balance"]!.GetValue<long>());
        (await pages.SendAsync(HttpMethod.Get, "/balance", other, null, ("Authorization", "Bearer rubbish")))
            .ShouldBe(401);
        (await pages.SendAsync(
            HttpMethod.Post, "/balance/charges", other, new { amount = 7 }, ("Authorization", "Bearer rubbish")))
            .ShouldBe(401);
    }

    [Fact]
    public async Task Pages_of_configured_origins_do_not_get_the_cookie()
    {
        const string shop = "https://shop.example.org";
        await using var open = await ApiServer.StartAsync(
            fixture.Database.ConnectionString, [$"Ticketing:Api:Cors:Origins:0={shop}"]);
        var cookie = CookieOf(await pages.SignInAsync(await pages.SignUpAsync()));
        (string, string?)[] foreign = [("Origin", shop), ("Sec-Fetch-Site", "cross-site"), ("Cookie", cookie)];

        var read = await open.Anonymous().SendAsync(HttpMethod.Get, "/balance", null, foreign);
        Assert.False(read.Headers.Contains("Access-Control-Allow-Credentials"));
        (await open.Anonymous().SendAsync(HttpMethod.Post, "/balance/charges", new { amount = 1 }, foreign))
            .ShouldBeProblem(403, "cross-site-request");
    }

    private static IEnumerable<(HttpMethod Method, string Path, object? Body)> Changes() =>
    [
        (HttpMethod.Post, "/balance/charges", new { amount = 5 }),
        (HttpMethod.Post, "/reservations", new { scheduleId = Guid.NewGuid(), seats = new[] { "A-1" } }),
        (HttpMethod.Post, $"/reservations/{Guid.NewGuid()}/payment", null),
        (HttpMethod.Delete, $"/reservations/{Guid.NewGuid()}", null),
        (HttpMethod.Post, $"/schedules/{Guid.NewGuid()}/queue-tokens", null),
        (HttpMethod.Put, "/session", new { email = "a@example.org", password = Password }),
        (HttpMethod.Delete, "/session", null),
    ];
}
