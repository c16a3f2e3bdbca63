using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Ticketing.Bench.Cluster;

/// <summary>Halls that an operator (set up by bench/run) puts on sale over HTTP.</summary>
internal static class BenchSale
{
    public const int SeatsPerFan = 100;
    private const int SeatsOfRow = 200;

    public static SeatSupply At(HttpClient http) => new(seats => OpenAsync(http, seats));

    private static async Task<Guid> OpenAsync(HttpClient http, int seats)
    {
        var token = await BenchApi.SignInOperatorAsync(http);
        var concert = await BenchApi.PostAsync(
            http, token, "operator/concerts", new { title = "Bench", venue = "Here", description = "" });
        var rows = Enumerable.Range(0, seats).Chunk(SeatsOfRow).Select((row, index) => new
        {
            row_number = $"{index}",
            position = new { x = 0, y = index * 20 },
            seats = row.Select(seat => new
            {
                seat_guid = $"S-{seat}",
                seat_number = $"{seat}",
                category = "A",
                position = new { x = seat % SeatsOfRow * 20, y = 0 },
            }),
        });
        var schedule = await BenchApi.PostAsync(http, token, $"operator/concerts/{(Guid)concert["id"]!}/schedules", new
        {
            startsAt = DateTimeOffset.UtcNow.AddDays(1),
            opensAt = DateTimeOffset.UtcNow.AddDays(-1),
            holdSeconds = 600,
            seatsPerFan = SeatsPerFan,
            timeZone = "Asia/Seoul",
            currency = "KRW",
            prices = new Dictionary<string, long> { ["A"] = 100 },
            queue = new { enabled = false },
            plan = new
            {
                name = "Hall",
                categories = new[] { new { name = "A" } },
                zones = new[] { new { name = "Z", position = new { x = 0, y = 0 }, rows } },
                size = new { width = 4_000, height = 20_000 },
            },
        });
        return (Guid)schedule["id"]!;
    }
}

/// <summary>One fan with one connection; it signs up again before it reaches the purchase limit.</summary>
internal sealed class BenchFan(HttpClient http, int number)
{
    private const int MaxRefused = 100;

    private string token = "";
    private int bought;

    /// <summary>How long each reservation of the last round took.</summary>
    public List<double> Milliseconds { get; } = [];

    /// <summary>Answers of 503 so far; such a request was sent again, and its time covers both.</summary>
    public int Refused { get; private set; }

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
            while (!await ReserveAsync(scheduleId, seatId))
            {
                if (++Refused > MaxRefused) throw new InvalidOperationException($"{Refused} answers were 503.");
            }

            Milliseconds.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
        }
    }

    /// <summary>False when the answer was 503; the fan may then send the same request again.</summary>
    private async Task<bool> ReserveAsync(Guid scheduleId, string seatId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "reservations")
        {
            Content = JsonContent.Create(new { scheduleId, seats = new[] { seatId } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", $"{bought}");
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
        answer.EnsureSuccessStatusCode();
        return true;
    }

    private async Task SignUpAgainAsync() =>
        token = await BenchApi.SignUpAsync(http, $"fan-{number}-{bought}@example.com");
}
