using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static Ticketing.Tests.Api.PageClient;

namespace Ticketing.Tests.Api;

/// <summary>Signing in by cookie, and what pages of other sites cannot do with it.</summary>
[Collection(ApiCollection.Name)]
public sealed class BrowserSessionTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;
    private readonly PageClient pages = new(fixture.Server);

    [Fact]
    public async Task A_browser_signs_in_acts_as_the_fan_and_signs_out()
    {
        var email = await pages.SignUpAsync();
        var begun = await pages.SignInAsync(email);
        var session = begun.ShouldBe(200);
        Assert.Equal(email, session["user"]!["email"]!.GetValue<string>());
        Assert.False(session["user"]!["isOperator"]!.GetValue<bool>());
        Assert.True(session["expiresAt"]!.GetValue<DateTimeOffset>() > DateTimeOffset.UtcNow);
        var cookie = CookieOf(begun);

        var read = (await pages.SendAsync(HttpMethod.Get, "/session", cookie)).ShouldBe(200);
        Assert.True(JsonNode.DeepEquals(session, read), read.ToJsonString());
        (await pages.SendAsync(HttpMethod.Get, "/balance", cookie)).ShouldBe(200);
        (await pages.SendAsync(HttpMethod.Post, "/balance/charges", cookie, new { amount = 5 }, OwnPage))
            .ShouldBe(200);
        Assert.Equal(5, (await pages.SendAsync(HttpMethod.Get, "/balance", cookie)).Json["balance"]!.GetValue<long>());

        var ended = await pages.SendAsync(HttpMethod.Delete, "/session", cookie, null, OwnPage);
        ended.ShouldBe(204);
        Assert.Contains("expires=Thu, 01 Jan 1970", SetCookie(ended), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_session_the_user_is_null_and_the_rest_of_the_api_asks_for_a_sign_in()
    {
        foreach (var cookie in new[] { null, "session=", "session=rubbish", "session=chunks-9", "session=chunks-2" })
        {
            var read = await pages.SendAsync(HttpMethod.Get, "/session", cookie);
            Assert.Null(read.ShouldBe(200)["user"]);
            Assert.True(read.Headers.CacheControl!.NoStore);
            var refused = await pages.SendAsync(HttpMethod.Get, "/balance", cookie);
            refused.ShouldBeProblem(401, "unauthenticated");
            Assert.Contains("Bearer", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }

        (await pages.SendAsync(HttpMethod.Delete, "/session", null, null, OwnPage)).ShouldBe(204);
    }

    [Fact]
    public async Task Neither_a_script_nor_another_site_gets_the_cookie_and_no_answer_has_a_token()
    {
        var begun = await pages.SignInAsync(await pages.SignUpAsync());

        var attributes = SetCookie(begun).Split("; ").Skip(1).ToArray();
        Assert.Contains("httponly", attributes);
        Assert.Contains("samesite=strict", attributes);
        Assert.Contains("path=/", attributes);
        Assert.DoesNotContain(attributes, attribute => attribute.StartsWith("domain", StringComparison.Ordinal));
        Assert.DoesNotContain("oken", begun.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(CookieOf(begun)["session=".Length..], begun.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_https_the_cookie_is_bound_to_this_host_and_to_https()
    {
        await using var secure = await ApiServer.StartAsync(
            fixture.Database.ConnectionString, adjust: builder =>
                builder.Services.AddSingleton<IStartupFilter>(new AsIfHttps()));
        var email = await pages.SignUpAsync();

        var begun = await secure.Anonymous().SendAsync(
            HttpMethod.Put, "/session", new { email, password = Password }, OwnPage);

        begun.ShouldBe(200);
        Assert.StartsWith("__Host-session=", SetCookie(begun), StringComparison.Ordinal);
        Assert.Contains("; secure", SetCookie(begun), StringComparison.Ordinal);
        var cookie = CookieOf(begun);
        (await secure.Anonymous().SendAsync(HttpMethod.Get, "/balance", null, ("Cookie", cookie))).ShouldBe(200);
        var unbound = cookie["__Host-".Length..];
        (await secure.Anonymous().SendAsync(HttpMethod.Get, "/balance", null, ("Cookie", unbound))).ShouldBe(401);
    }

    [Fact]
    public async Task An_operator_may_use_a_browser_and_a_fan_with_a_cookie_is_still_a_fan()
    {
        var boss = CookieOf(await pages.SignInAsync(ApiServer.OperatorEmail, ApiServer.OperatorPassword));
        var fan = CookieOf(await pages.SignInAsync(await pages.SignUpAsync()));
        var concert = new { title = "By cookie", venue = "Hall" };
        const string concerts = "/operator/concerts";

        (await pages.SendAsync(HttpMethod.Post, concerts, fan, concert, OwnPage)).ShouldBeProblem(403, "forbidden");
        (await pages.SendAsync(HttpMethod.Post, concerts, boss, concert, OwnPage)).ShouldBe(201);
        (await pages.SendAsync(HttpMethod.Post, concerts, boss, concert)).ShouldBeProblem(403, "cross-site-request");
    }

    [Fact]
    public async Task Answers_to_a_cookie_are_not_kept_by_caches_unless_they_are_for_everybody()
    {
        var cookie = CookieOf(await pages.SignInAsync(await pages.SignUpAsync()));

        foreach (var path in new[] { "/balance", "/tickets", "/reservations" })
            Assert.True((await pages.SendAsync(HttpMethod.Get, path, cookie)).Headers.CacheControl?.NoStore, path);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/site.css");
        request.Headers.Add("Cookie", cookie);
        using var file = await server.Http.SendAsync(request);
        Assert.False(file.Headers.CacheControl!.NoStore);
        Assert.False(file.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Guesses_through_the_pages_are_counted_with_those_of_the_api()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var limited = await ApiServer.StartAsync(
            database.ConnectionString,
            ["Ticketing:Api:RateLimits:Enabled=true", "Ticketing:Api:RateLimits:FailuresPerAccount=3"]);
        var guess = new { email = "someone@example.org", password = "a wrong guess" };
        Task<ApiAnswer> PageAsync() => limited.Anonymous().SendAsync(HttpMethod.Put, "/session", guess, OwnPage);

        (await PageAsync()).ShouldBeProblem(401, "wrong-credentials");
        (await limited.Anonymous().PostAsync("/sessions", guess)).ShouldBeProblem(401, "wrong-credentials");
        (await PageAsync()).ShouldBeProblem(401, "wrong-credentials");
        var refused = await PageAsync();
        refused.ShouldBeProblem(429, "sign-ins-must-wait");
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_session_is_valid_at_every_process()
    {
        await using var other = await ApiServer.StartAsync(fixture.Database.ConnectionString);
        var cookie = CookieOf(await pages.SignInAsync(await pages.SignUpAsync()));

        (await other.Anonymous().SendAsync(HttpMethod.Get, "/balance", null, ("Cookie", cookie))).ShouldBe(200);
    }

    /// <summary>Behind a proxy that ends TLS and says so.</summary>
    private sealed class AsIfHttps : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate rest) =>
            {
                context.Request.Scheme = Uri.UriSchemeHttps;
                return rest(context);
            });
            next(app);
        };
    }
}
