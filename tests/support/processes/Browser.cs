using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Processes;

/// <summary>A JSON client of a fan or an operator; it retries failed requests under the same Idempotency-Key.</summary>
internal sealed class Browser(HttpClient http, AnswerLog? log = null)
{
    private const int MaxAttempts = 300;

    // Answers of a load balancer whose server went away: the outcome is unknown.
    private static readonly HttpStatusCode[] Unclear =
        [HttpStatusCode.ServiceUnavailable, HttpStatusCode.BadGateway, HttpStatusCode.GatewayTimeout];

    private string? token;

    public static HttpClient Connect(Uri address) =>
        new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
        {
            BaseAddress = new Uri(address, "/api/v1/"),
            Timeout = TimeSpan.FromSeconds(40),
        };

    public async Task SignUpAsync(string email, string password)
    {
        var (status, _) = await SendAsync(HttpMethod.Post, "accounts", new { email, password });
        Assert.Contains(status, new[] { HttpStatusCode.Created, HttpStatusCode.Conflict });
        await SignInAsync(email, password);
    }

    public async Task SignInAsync(string email, string password)
    {
        var (_, session) = await SendAsync(HttpMethod.Post, "sessions", new { email, password });
        token = (string)session!["accessToken"]!;
    }

    /// <summary>
    /// Retries until there is a clear answer, and fails after too many attempts. Any other status is an answer, but a
    /// 500 is never accepted.
    /// </summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(
        HttpMethod method, string path, object? body = null, string? key = null)
    {
        for (var attempt = 0; ; attempt++)
        {
            var sentAt = log?.Now ?? default;
            try
            {
                using var request = new HttpRequestMessage(method, path);
                if (body is not null) request.Content = JsonContent.Create(body);
                if (key is not null) request.Headers.Add("Idempotency-Key", key);
                if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                using var response = await http.SendAsync(request);
                log?.Add(sentAt, response.StatusCode);
                var text = await response.Content.ReadAsStringAsync();
                Assert.True(response.StatusCode != HttpStatusCode.InternalServerError, $"{method} {path}: {text}");
                if (!Unclear.Contains(response.StatusCode))
                    return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                log?.Add(sentAt, null);
                if (attempt == MaxAttempts) throw;
            }

            Assert.True(attempt < MaxAttempts, $"{method} {path} never got a clear answer");
            await Task.Delay(Random.Shared.Next(100, 300));
        }
    }
}
