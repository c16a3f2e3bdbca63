using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Ticketing.Bench.Pages;

/// <summary>An arena on sale, once without and once with a queue, and a fan with a session in the browser.</summary>
internal sealed class PageSale
{
    private const string FanEmail = "pages@example.com";

    private readonly HttpClient http;

    private PageSale(HttpClient http, Uri address, JsonNode plan) => (this.http, Address, Plan) = (http, address, plan);

    public Uri Address { get; }

    /// <summary>The arena's plan in pretix's format.</summary>
    public JsonNode Plan { get; }

    /// <summary>The schedule without a queue.</summary>
    public Guid Seats { get; private set; }

    /// <summary>The same, whose seats have UUIDs as ids.</summary>
    public Guid SeatsByUuid { get; private set; }

    /// <summary>Name and path of each page.</summary>
    public IReadOnlyList<(string Name, string Path)> Views { get; private set; } = [];

    public HttpClient Http => http;

    public static async Task<PageSale> OpenAsync(Uri address, string planFile)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 2_000 })
        {
            BaseAddress = new Uri(address, "/api/v1/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var sale = new PageSale(http, address, JsonNode.Parse(await File.ReadAllBytesAsync(planFile))!);
        var boss = await BenchApi.SignInOperatorAsync(http);
        var concert = (Guid)(await BenchApi.PostAsync(
            http, boss, "operator/concerts", new { title = "The Big Tour", venue = "Arena", description = "" }))["id"]!;
        sale.Seats = await sale.PutOnSaleAsync(boss, concert, sale.Plan, queue: false);
        sale.SeatsByUuid = await sale.PutOnSaleAsync(boss, concert, WithUuids(sale.Plan), queue: false);
        var waiting = await sale.PutOnSaleAsync(boss, concert, sale.Plan, queue: true);

        // The only turn is another fan's, so that this one waits.
        await sale.JoinAsync(await BenchApi.SignUpAsync(http, "first@example.com"), waiting);
        var fan = await BenchApi.SignUpAsync(http, FanEmail);
        await sale.JoinAsync(fan, waiting);
        var reservation = await sale.ReserveAsync(fan, "pages", [0]);
        sale.Views =
        [
            ("home", "/"), ("concert", $"/concerts/{concert}"), ("sign-in", "/sign-in"),
            ("waiting room", $"/schedules/{waiting}"), ("seat map", $"/schedules/{sale.Seats}/seats"),
            ("reservation", $"/reservations/{(Guid)reservation["id"]!}"), ("tickets", "/tickets"),
        ];
        return sale;
    }

    /// <summary>A browser without anything kept, in which the fan is signed in.</summary>
    public async Task<IBrowserContext> NewContextAsync(IBrowser browser)
    {
        var context = await browser.NewContextAsync(new()
        {
            ServiceWorkers = ServiceWorkerPolicy.Block, // it loads all pages for later
            BypassCSP = true, // the bench waits for conditions that the browser evaluates from text
            ViewportSize = new() { Width = 1_440, Height = 900 },
        });
        var answer = await context.APIRequest.PutAsync(new Uri(Address, "/api/v1/session").ToString(), new()
        {
            DataObject = new { email = FanEmail, password = BenchApi.Password },
            Headers = new Dictionary<string, string> { ["Sec-Fetch-Site"] = "same-origin" },
        });
        return answer.Ok
            ? context
            : throw new InvalidOperationException($"Signing in answered {answer.Status}: {await answer.TextAsync()}");
    }

    /// <summary>Reserves seats by their index in the drawing.</summary>
    public async Task<JsonNode> ReserveAsync(string bearer, string key, int[] seats)
    {
        var wish = new { scheduleId = Seats, seatIndexes = seats, planRevision = await RevisionAsync() };
        using var content = JsonContent.Create(wish);
        using var request = new HttpRequestMessage(HttpMethod.Post, "reservations") { Content = content };
        request.Headers.Add("Idempotency-Key", key);
        return await BenchApi.SendAsync(http, bearer, request);
    }

    /// <summary>The bytes that a browser receives for the drawing of a schedule, without headers.</summary>
    public async Task<long> DrawingBytesAsync(Guid scheduleId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"schedules/{scheduleId}/drawing");
        request.Headers.Add("Accept-Encoding", "gzip, deflate, br, zstd");
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    private string? revision;

    public async Task<string> RevisionAsync() => revision ??=
        (string)(await http.GetFromJsonAsync<JsonNode>($"schedules/{Seats}/drawing"))!["revision"]!;

    private Task JoinAsync(string bearer, Guid scheduleId) =>
        BenchApi.PostAsync(http, bearer, $"schedules/{scheduleId}/queue-tokens", body: null);

    private async Task<Guid> PutOnSaleAsync(string boss, Guid concert, JsonNode plan, bool queue)
    {
        var prices = plan["categories"]!.AsArray().ToDictionary(one => (string)one!["name"]!, _ => 100L);
        return (Guid)(await BenchApi.PostAsync(http, boss, $"operator/concerts/{concert}/schedules", new
        {
            timeZone = "Asia/Seoul",
            currency = "KRW",
            startsAt = DateTimeOffset.UtcNow.AddDays(1),
            opensAt = DateTimeOffset.UtcNow.AddDays(-1),
            holdSeconds = 600,
            seatsPerFan = 100,
            prices,
            plan,
            queue = new { enabled = queue, maxActive = 1, claimSeconds = 3_600 },
        }))["id"]!;
    }

    private static JsonNode WithUuids(JsonNode plan)
    {
        var copy = plan.DeepClone();
        foreach (var zone in copy["zones"]!.AsArray())
            foreach (var row in zone!["rows"]!.AsArray())
                foreach (var seat in row!["seats"]!.AsArray())
                    seat!["seat_guid"] = $"{Guid.NewGuid()}";
        return copy;
    }
}
