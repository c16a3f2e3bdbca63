using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ticketing.Tests.Api;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>Operators, and no other users, see the cluster in a browser.</summary>
[Collection(PostgresCollection.Name)]
public sealed partial class DashboardTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string SignIn = "/dashboard/sign-in";

    private PostgresDatabase database = null!;
    private ApiServer api = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateEmptyDatabaseAsync();
        api = await ApiServer.StartAsync(
            database.ConnectionString,
            [
                "Ticketing:Api:RateLimits:Enabled=true",
                "Ticketing:Api:RateLimits:PasswordsPerSecond=1",
                "Ticketing:Api:RateLimits:PasswordBurst=3",
            ]);
    }

    public async Task DisposeAsync()
    {
        await api.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_sent_to_the_sign_in_page_wherever_the_request_points()
    {
        using var browser = Open();

        foreach (var address in new[] { "/dashboard/", "/dashboard/?ReturnUrl=//evil.example", "/dashboard/version" })
        {
            using var answer = await browser.GetAsync(address);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal(SignIn, answer.Headers.Location?.ToString());
        }

        browser.DefaultRequestHeaders.Accept.Clear();
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/dashboard/DashboardCounters")).StatusCode);
    }

    [Fact]
    public async Task An_operator_signs_in_sees_the_cluster_and_signs_out()
    {
        using var browser = Open();

        using var entered = await SubmitAsync(browser, ApiProcess.OperatorEmail, ApiProcess.OperatorPassword);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        Assert.Equal("/dashboard/", entered.Headers.Location?.ToString());
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^dashboard=.*; path=/dashboard; samesite=strict; httponly$", cookie);
        Assert.Contains("<html", await browser.GetStringAsync("/dashboard/"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"hosts\"", await browser.GetStringAsync("/dashboard/DashboardCounters"),
            StringComparison.OrdinalIgnoreCase);
        // The cookie is valid for the dashboard only.
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/balance")).StatusCode);

        using var left = await PostAsync(
            browser, "/dashboard/sign-out", new() { ["token"] = await TokenAsync(browser) });
        Assert.Equal(SignIn, left.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/dashboard/")).StatusCode);
    }

    [Fact]
    public async Task A_program_sends_the_token_that_it_has_anyway()
    {
        using var program = new HttpClient { BaseAddress = api.Address };
        var me = new { email = ApiProcess.OperatorEmail, password = ApiProcess.OperatorPassword };
        var answer = await program.PostAsJsonAsync("/api/v1/sessions", me);
        var token = (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!;

        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/dashboard/version")).StatusCode);
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "made up");
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/dashboard/version")).StatusCode);
    }

    [Fact]
    public async Task A_fan_and_a_wrong_password_are_refused_and_too_many_attempts_are_429()
    {
        using var browser = Open();
        using var http = Browser.Connect(api.Address);
        await new Browser(http).SignUpAsync("fan@example.com", "a long password"); // two of three attempts

        using var fan = await SubmitAsync(browser, "fan@example.com", "a long password");
        Assert.Equal(HttpStatusCode.Unauthorized, fan.StatusCode);
        Assert.Contains("no operator", await fan.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/dashboard/")).StatusCode);

        var statuses = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 5; attempt++)
            statuses.Add((await SubmitAsync(browser, ApiProcess.OperatorEmail, "a wrong password")).StatusCode);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.All(statuses, status => Assert.True((int)status is 401 or 429, $"{status}"));
    }

    [Fact]
    public async Task A_form_that_another_site_made_up_signs_nobody_in()
    {
        using var browser = Open();

        using var answer = await PostAsync(browser, SignIn, new()
        {
            ["email"] = ApiProcess.OperatorEmail,
            ["password"] = ApiProcess.OperatorPassword,
        });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/dashboard/")).StatusCode);
    }

    [Fact]
    public async Task A_dismissed_operator_is_out_within_seconds()
    {
        using var browser = Open();
        using var entered = await SubmitAsync(browser, ApiProcess.OperatorEmail, ApiProcess.OperatorPassword);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/dashboard/")).StatusCode);

        await database.ExecuteAsync("update users set is_operator = false");
        await Task.Delay(TimeSpan.FromSeconds(4));

        Assert.Equal(SignIn, (await browser.GetAsync("/dashboard/")).Headers.Location?.ToString());
        browser.DefaultRequestHeaders.Accept.Clear();
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/dashboard/DashboardCounters")).StatusCode);
    }

    private HttpClient Open()
    {
        var likeABrowser = new SocketsHttpHandler { AllowAutoRedirect = false };
        var browser = new HttpClient(likeABrowser) { BaseAddress = api.Address };
        browser.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return browser;
    }

    private static async Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string email, string password) =>
        await PostAsync(browser, SignIn, new()
        {
            ["email"] = email,
            ["password"] = password,
            ["token"] = await TokenAsync(browser),
        });

    private static Task<HttpResponseMessage> PostAsync(
        HttpClient browser, string address, Dictionary<string, string> fields) =>
        browser.PostAsync(address, new FormUrlEncodedContent(fields));

    private static async Task<string> TokenAsync(HttpClient browser) =>
        HiddenField().Match(await browser.GetStringAsync(SignIn)).Groups[1].Value;

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex HiddenField();
}
