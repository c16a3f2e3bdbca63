using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Ticketing.Bench.Cluster;

/// <summary>One fan with one connection; the purchase limit is met by signing up anew.</summary>
internal sealed class BenchFan(HttpClient http, int number)
{
    private const string Password = "a long password";

    private string token = "";
    private int bought;

    /// <summary>How long each reservation took.</summary>
    public List<double> Milliseconds { get; } = [];

    public static async Task<BenchFan> SignUpAsync(HttpClient http, int number)
    {
        var fan = new BenchFan(http, number);
        await fan.BecomeSomebodyNewAsync();
        return fan;
    }

    public static async Task<string> SignInAsync(HttpClient http, string email, string password)
    {
        using var answer = await http.PostAsJsonAsync("sessions", new { email, password });
        answer.EnsureSuccessStatusCode();
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!;
    }

    public async Task BuyAsync(BenchSale sale, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < duration)
        {
            if (++bought % BenchSale.SeatsPerFan == 0) await BecomeSomebodyNewAsync();
            var startedAt = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, "reservations")
            {
                Content = JsonContent.Create(new { scheduleId = sale.ScheduleId, seats = new[] { sale.NextSeat() } }),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Add("Idempotency-Key", $"{bought}");
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            Milliseconds.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
        }
    }

    private async Task BecomeSomebodyNewAsync()
    {
        var email = $"fan-{number}-{bought}@example.com";
        using var made = await http.PostAsJsonAsync("accounts", new { email, password = Password });
        made.EnsureSuccessStatusCode();
        token = await SignInAsync(http, email, Password);
    }
}
