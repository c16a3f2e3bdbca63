using System.Net;
using System.Text.Json.Nodes;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Pages;

/// <summary>A sale that a test has to itself.</summary>
internal sealed record PageSale(Browser Operator, string Title, Guid Concert, Guid Schedule)
{
    public const string Stalls = "Stalls";
    public const string Balcony = "Balcony";

    public string Seats => $"/schedules/{Schedule}/seats";

    public string Room => $"/schedules/{Schedule}";

    /// <summary>Two categories, rows of ten seats, open since yesterday and without a queue, unless changed.</summary>
    public static async Task<PageSale> OpenAsync(
        Site site, int rows = 4, int seatsPerRow = 10, Action<JsonObject>? change = null)
    {
        var terms = Terms(rows, seatsPerRow);
        change?.Invoke(terms);
        return await OpenAsync(site, $"Night {Guid.NewGuid():N}"[..14], "Town Hall", terms);
    }

    /// <summary>A sale on these terms, with a title of its own.</summary>
    public static async Task<PageSale> OpenAsync(Site site, string title, string venue, JsonObject terms)
    {
        var concert = await MakeAsync(
            site.Operator, "operator/concerts", new JsonObject { ["title"] = title, ["venue"] = venue });
        var schedule = await MakeAsync(site.Operator, $"operator/concerts/{concert}/schedules", terms);
        return new PageSale(site.Operator, title, concert, schedule);
    }

    /// <summary>Holds seats of a category for a fan, not through the pages.</summary>
    public async Task<Guid> HoldAsync(Browser fan, string category, int quantity)
    {
        var (status, body) = await fan.SendAsync(
            HttpMethod.Post, "reservations", new { scheduleId = Schedule, category, quantity }, $"{Guid.NewGuid()}");
        Assert.True(status == HttpStatusCode.Created, $"{status}: {body}");
        return (Guid)body!["id"]!;
    }

    /// <summary>Buys seats of a category for a fan, not through the pages.</summary>
    public async Task BuyAsync(Browser fan, string category, int quantity)
    {
        var reservation = await HoldAsync(fan, category, quantity);
        var charge = new { amount = 1_000_000, currency = "KRW" };
        var (charged, _) = await fan.SendAsync(HttpMethod.Post, "balance/charges", charge, $"{Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.OK, charged);
        await fan.SendAsync(HttpMethod.Post, $"reservations/{reservation}/payment");
        await Wait.Until(async () =>
        {
            var (_, body) = await fan.SendAsync(HttpMethod.Get, $"reservations/{reservation}");
            return (string?)body!["status"] == "Confirmed";
        }, "the reservation is paid");
    }

    private static JsonObject Terms(int rows, int seatsPerRow) => new()
    {
        ["startsAt"] = DateTimeOffset.UtcNow.AddDays(30),
        ["doorsAt"] = DateTimeOffset.UtcNow.AddDays(-1),
        ["opensAt"] = DateTimeOffset.UtcNow.AddDays(-1),
        ["timeZone"] = "Europe/Berlin",
        ["currency"] = "KRW",
        ["holdSeconds"] = 300,
        ["seatsPerFan"] = 4,
        ["prices"] = new JsonObject { [Stalls] = 45_000, [Balcony] = 30_000 },
        ["queue"] = new JsonObject { ["enabled"] = false },
        ["plan"] = new JsonObject
        {
            ["name"] = "Town Hall",
            ["categories"] = new JsonArray(
                new JsonObject { ["name"] = Stalls, ["color"] = "#aa2222" },
                new JsonObject { ["name"] = Balcony, ["color"] = "#2222aa" }),
            ["zones"] = new JsonArray(new JsonObject
            {
                ["name"] = "Hall",
                ["position"] = new JsonObject { ["x"] = 0, ["y"] = 0 },
                ["rows"] = new JsonArray([.. Enumerable.Range(1, rows).Select(row => Row(row, rows, seatsPerRow))]),
            }),
            ["size"] = new JsonObject { ["width"] = 400, ["height"] = 400 },
        },
    };

    private static JsonObject Row(int row, int rows, int seats) => new()
    {
        ["row_number"] = $"{row}",
        ["position"] = new JsonObject { ["x"] = 0, ["y"] = row * 30 },
        ["seats"] = new JsonArray([.. Enumerable.Range(1, seats).Select(number => new JsonObject
        {
            ["seat_guid"] = $"{Guid.NewGuid()}",
            ["seat_number"] = $"{number}",
            ["position"] = new JsonObject { ["x"] = number * 25, ["y"] = 0 },
            ["category"] = row <= Math.Max(1, rows / 2) ? Stalls : Balcony,
        })]),
    };

    private static async Task<Guid> MakeAsync(Browser boss, string path, JsonObject body)
    {
        var (status, made) = await boss.SendAsync(HttpMethod.Post, path, body, $"{Guid.NewGuid()}");
        Assert.True(status == HttpStatusCode.Created, $"{path} answered {status}: {made}");
        return (Guid)made!["id"]!;
    }
}
