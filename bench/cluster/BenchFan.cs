using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Ticketing.Bench.Cluster;

/// <summary>One fan with one connection; who signs up again before reaching the purchase limit.</summary>
internal sealed class BenchFan(HttpClient http, int number)
{
    private string token = "";
    private int bought;

    /// <summary>How long each reservation of the last round took.</summary>
    public List<double> Milliseconds { get; } = [];

    public static async Task<BenchFan> SignUpAsync(HttpClient http, int number)
    {
        var fan = new BenchFan(http, number);
        await fan.SignUpAgainAsync();
        return fan;
    }

    public async Task BuyAsync(SeatSupply seats, TimeSpan duration)
    {
        Milliseconds.Clear();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < duration)
        {
            if (++bought % BenchSale.SeatsPerFan == 0) await SignUpAgainAsync();
            var (scheduleId, seatId) = seats[await seats.TakeAsync()];
            var startedAt = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, "reservations")
            {
                Content = JsonContent.Create(new { scheduleId, seats = new[] { seatId } }),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Add("Idempotency-Key", $"{bought}");
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            Milliseconds.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
        }
    }

    private async Task SignUpAgainAsync() =>
        token = await BenchApi.SignUpAsync(http, $"fan-{number}-{bought}@example.com");
}
