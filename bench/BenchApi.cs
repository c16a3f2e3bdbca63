using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Ticketing.Bench;

/// <summary>The calls by which benches set up a sale. Whatever is no success is thrown.</summary>
internal static class BenchApi
{
    private const string Password = "a long password";

    /// <summary>The bearer token of a new fan.</summary>
    public static async Task<string> SignUpAsync(HttpClient http, string email)
    {
        await PostAsync(http, bearer: null, "accounts", new { email, password = Password });
        return await SignInAsync(http, email, Password);
    }

    /// <summary>The bearer token of the operator that bench/run has set up.</summary>
    public static Task<string> SignInOperatorAsync(HttpClient http) =>
        SignInAsync(http, Required("Email"), Required("Password"));

    public static Task<JsonNode> PostAsync(HttpClient http, string? bearer, string path, object? body) =>
        SendAsync(http, bearer, new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        });

    public static async Task<JsonNode> SendAsync(HttpClient http, string? bearer, HttpRequestMessage request)
    {
        using (request)
        {
            if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        }
    }

    private static async Task<string> SignInAsync(HttpClient http, string email, string password) =>
        (string)(await PostAsync(http, bearer: null, "sessions", new { email, password }))["accessToken"]!;

    private static string Required(string name) =>
        Environment.GetEnvironmentVariable($"Ticketing__Operators__0__{name}")
        ?? throw new InvalidOperationException("Start benches by bench/run; it sets up an operator.");
}
