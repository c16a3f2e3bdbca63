namespace Ticketing.Tests.Api;

/// <summary>Sends requests as a browser does that is signed in by cookie.</summary>
internal sealed class PageClient(ApiServer server)
{
    public const string Password = "correct horse battery";

    public static readonly (string, string?)[] OwnPage = [("Sec-Fetch-Site", "same-origin")];

    public Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, string? cookie, object? body = null, params (string, string?)[] headers) =>
        server.Anonymous().SendAsync(
            method, path, body, [("Cookie", cookie), ("Idempotency-Key", $"{Guid.NewGuid()}"), .. headers]);

    public Task<ApiAnswer> SignInAsync(string email, string password = Password) =>
        SendAsync(HttpMethod.Put, "/session", null, new { email, password }, OwnPage);

    /// <summary>Makes an account; returns its email.</summary>
    public async Task<string> SignUpAsync()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        (await server.Anonymous().PostAsync("/accounts", new { email, password = Password })).ShouldBe(201);
        return email;
    }

    public static string SetCookie(ApiAnswer answer) => Assert.Single(answer.Headers.GetValues("Set-Cookie"));

    /// <summary>The cookie as the browser sends it.</summary>
    public static string CookieOf(ApiAnswer answer) => SetCookie(answer).Split(';')[0];
}
