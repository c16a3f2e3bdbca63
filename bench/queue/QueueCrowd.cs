namespace Ticketing.Bench.Queue;

/// <summary>Fans who are signed in, and schedules whose queues they can join, each fan once.</summary>
internal sealed class QueueCrowd(
    HttpClient http, IReadOnlyList<string> bearers, IReadOnlyList<Guid> schedules, string boss)
{
    private const int AtOnce = 32;

    public IReadOnlyList<string> Bearers => bearers;

    public IReadOnlyList<Guid> Schedules => schedules;

    public static async Task<QueueCrowd> GatherAsync(HttpClient http, int fans, int schedules)
    {
        var boss = await BenchApi.SignInOperatorAsync(http);
        var concert = await BenchApi.PostAsync(
            http, boss, "operator/concerts", new { title = "Bench", venue = "Here", description = "" });
        var dates = new List<Guid>();
        for (var number = 0; number < schedules; number++)
            dates.Add(await OpenAsync(http, boss, (Guid)concert["id"]!));
        var bearers = new List<string>();
        foreach (var some in Enumerable.Range(0, fans).Chunk(AtOnce))
            bearers.AddRange(await Task.WhenAll(some.Select(number =>
                BenchApi.SignUpAsync(http, $"fan-{number}@example.com"))));
        return new QueueCrowd(http, bearers, dates, boss);
    }

    /// <summary>Every fan joins this queue; returns their tokens.</summary>
    public async Task<IReadOnlyList<string>> JoinAsync(Guid scheduleId)
    {
        var tokens = new List<string>();
        foreach (var some in bearers.Chunk(AtOnce))
        {
            tokens.AddRange(await Task.WhenAll(some.Select(async bearer =>
                (string)(await BenchApi.PostAsync(
                    http, bearer, $"schedules/{scheduleId}/queue-tokens", null))["token"]!)));
        }

        return tokens;
    }

    /// <summary>The numbers given so far, summed over all queues.</summary>
    public async Task<long> CountNumbersAsync()
    {
        var numbers = await Task.WhenAll(schedules.Select(async id =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"operator/schedules/{id}/queue");
            return (long)(await BenchApi.SendAsync(http, boss, request))["lastNumber"]!;
        }));
        return numbers.Sum();
    }

    private static async Task<Guid> OpenAsync(HttpClient http, string boss, Guid concertId)
    {
        var made = await BenchApi.PostAsync(http, boss, $"operator/concerts/{concertId}/schedules", new
        {
            startsAt = DateTimeOffset.UtcNow.AddDays(1),
            opensAt = DateTimeOffset.UtcNow.AddDays(-1),
            holdSeconds = 600,
            seatsPerFan = 8,
            timeZone = "Asia/Seoul",
            currency = "KRW",
            prices = new Dictionary<string, long> { ["A"] = 100 },
            plan = new
            {
                name = "Hall",
                categories = new[] { new { name = "A" } },
                zones = new[] { new { name = "Z", position = new { x = 0, y = 0 }, rows = new[] { Row() } } },
                size = new { width = 100, height = 100 },
            },
            queue = new { maxActive = 1, claimSeconds = 3_600 }, // all but one wait
        });
        return (Guid)made["id"]!;
    }

    private static object Row() => new
    {
        row_number = "1",
        position = new { x = 0, y = 0 },
        seats = new[]
        {
            new { seat_guid = "S-1", seat_number = "1", category = "A", position = new { x = 0, y = 0 } },
        },
    };
}
