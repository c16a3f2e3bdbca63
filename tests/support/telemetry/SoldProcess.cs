using System.Net;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Telemetry;

/// <summary>A process in which a few things were sold and refused over HTTP.</summary>
public sealed class SoldProcess : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private PostgresDatabase? database;
    private ServerProcess? api;
    private HttpClient? http;

    public Uri Address => api!.Address;

    /// <summary>The process id.</summary>
    public int Id => api!.Id;

    /// <summary>
    /// The scrape once everything is counted: 4 held, of which 2 were confirmed, 1 cancelled, 1 expired.
    /// </summary>
    internal Scrape Scrape { get; private set; } = null!;

    /// <summary>The same scrape as text.</summary>
    public string Text { get; private set; } = "";

    public PostgresDatabase Database => database!;

    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        database = await postgres.CreateDatabaseAsync();
        api = new ServerProcess("api.dll", new Dictionary<string, string>(
            ApiProcess.Environment(database.ConnectionString))
        {
            ["Ticketing__Api__RateLimits__Enabled"] = "true",
            // This is the primary itself, which the process reports as a replica all the same.
            ["Ticketing__Store__ReadConnectionString"] = database.ConnectionString,
        });
        await api.StartAsync();
        http = Browser.Connect(api.Address);
        await SellAsync(http);
        await UntilAsync(scrape => Counted(scrape, "expired") == 1 && IsAtRest(scrape));
    }

    public async Task DisposeAsync()
    {
        http?.Dispose();
        if (api is not null) await api.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
        await postgres.DisposeAsync();
    }

    /// <summary>Scrapes until the condition holds.</summary>
    internal async Task UntilAsync(Func<Scrape, bool> isAsItShould)
    {
        Text = await Wait.For(
            () => http!.GetStringAsync(new Uri(Address, "/metrics")), text => isAsItShould(Scrape.Read(text)));
        Scrape = Scrape.Read(Text);
    }

    /// <summary>Whether there is no backlog and nothing is in flight, by the last measurement of the process.</summary>
    private static bool IsAtRest(Scrape scrape) =>
        new[] { "ticketing_outbox_rows", "ticketing_outbox_oldest_seconds", "ticketing_orders_under_way" }.All(
            name => scrape.Names.Contains(name) && scrape.Sum(name) == 0);

    internal static double Counted(Scrape scrape, string outcome) =>
        scrape.Names.Contains("ticketing_reservations_total")
            ? scrape.Families["ticketing_reservations_total"].Samples
                .Where(sample => sample.Labels["outcome"] == outcome).Sum(sample => sample.Value)
            : 0;

    /// <summary>Makes the sale that the metrics count.</summary>
    internal static async Task SellAsync(HttpClient http)
    {
        var scheduleId = await ContendedSale.OpenAsync(new Browser(http), seatCount: 10, holdSeconds: 300);
        var hasty = await ContendedSale.OpenAsync(new Browser(http), seatCount: 10, holdSeconds: 5);
        var fan = new Browser(http);
        await fan.SignUpAsync("fan@example.com", "a long password");
        await SendAsync(fan, HttpMethod.Post, "balance/charges", new { amount = 250 }, HttpStatusCode.OK);
        await SendAsync(fan, HttpMethod.Post, "reservations", Seat("S-0", hasty), HttpStatusCode.Created);
        var kept = await ReserveAsync(fan, "S-1");
        var alsoKept = await ReserveAsync(fan, "S-2");
        var tooDear = await ReserveAsync(fan, "S-3");
        await PayAsync(fan, kept, HttpStatusCode.OK);
        await PayAsync(fan, alsoKept, HttpStatusCode.OK);
        await PayAsync(fan, tooDear, HttpStatusCode.PaymentRequired);
        await SendAsync(fan, HttpMethod.Delete, $"reservations/{tooDear}", null, HttpStatusCode.OK);
        await SendAsync(fan, HttpMethod.Post, "reservations", Seat("S-1"), HttpStatusCode.Conflict);
        await SendAsync(fan, HttpMethod.Post, "reservations", Seat("S-1"), HttpStatusCode.Conflict);

        object Seat(string seat, Guid? schedule = null) =>
            new { scheduleId = schedule ?? scheduleId, seats = new[] { seat } };

        async Task<Guid> ReserveAsync(Browser browser, string seat)
        {
            var (status, made) = await browser.SendAsync(HttpMethod.Post, "reservations", Seat(seat), $"one-{seat}");
            Assert.Equal(HttpStatusCode.Created, status);
            return (Guid)made!["id"]!;
        }
    }

    private static Task PayAsync(Browser fan, Guid id, HttpStatusCode expected) =>
        SendAsync(fan, HttpMethod.Post, $"reservations/{id}/payment", null, expected);

    private static async Task SendAsync(
        Browser browser, HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        var (status, text) = await browser.SendAsync(method, path, body, Guid.NewGuid().ToString());
        Assert.True(status == expected, $"{method} {path}: {status} {text}");
    }
}
