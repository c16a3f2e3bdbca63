namespace Ticketing.Bench.Cluster;

/// <summary>A hall with a seat for everybody.</summary>
internal sealed class BenchSale(Guid scheduleId, int seats)
{
    public const int SeatsPerFan = 100;
    private const int Seats = 60_000;
    private const int SeatsOfRow = 200;

    private int given;

    public Guid ScheduleId => scheduleId;

    /// <summary>The operator is the one that bench/run has set up.</summary>
    public static async Task<BenchSale> OpenAsync(HttpClient http, int seats = Seats)
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
        return new BenchSale((Guid)schedule["id"]!, seats);
    }

    public string NextSeat() => Interlocked.Increment(ref given) is var next && next < seats
        ? $"S-{next}"
        : throw new InvalidOperationException("The hall is too small for this bench.");
}
