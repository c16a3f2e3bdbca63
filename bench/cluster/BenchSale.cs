namespace Ticketing.Bench.Cluster;

/// <summary>Halls that the operator whom bench/run has set up puts on sale over HTTP.</summary>
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
