using System.Net;
using System.Text.Json.Nodes;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Pages;

/// <summary>
/// The whole way through an arena of 14,893 seats with a waiting room. With WRITE_DOCS set, the pictures of the README
/// are taken on the way.
/// </summary>
public sealed class PictureTests(Site site) : PageTest(site)
{
    private const int FansWaiting = 240;
    private const int Seats = 2;
    private const string Category = "Lower Bowl";

    private static readonly DeviceKind Phone = DeviceKind.Phone with { Width = 390, Height = 844, Scale = 2 };

    [Fact]
    public async Task A_fan_waits_for_an_arena_looks_at_it_from_afar_and_near_holds_pays_and_has_tickets()
    {
        var sale = await OpenArenaAsync();
        await SellAsync(sale);
        var (email, desktop, phone) = (Steps.NewEmail(), await OpenAsync(), await OpenAsync(Phone));
        await desktop.SignUpAsync(email, sale.Room);
        await desktop.PressAsync("room.take");
        await desktop.SeeAsync("called", desktop.Button("room.enter"));

        await WaitAsync(sale);
        await desktop.PressAsync("room.enter");
        await desktop.SeeAsync("an arena from afar", desktop.Page.Locator(".map-suggest"));
        await TakeAsync(desktop, "arena");
        await LookNearAsync(desktop);
        await TakeAsync(desktop, "seats");
        await desktop.PressAsync(desktop.Page.Locator(".tray-end button"));
        await desktop.SeeHeldAsync();

        await phone.SignInAsync(email);
        await phone.GoAsync(desktop.Page.Url);
        await phone.SeeAsync("held", phone.Page.Locator(".hold-status.held"));
        await TakeAsync(phone, "hold");
        await UseCouponAsync(phone);
        await phone.ChargeAsync();
        await phone.Page.EvaluateAsync("() => document.querySelector('[aria-labelledby=seats]').scrollIntoView()");
        await TakeAsync(phone, "payment");
        await phone.PressAsync(phone.Page.Locator("#pay"));
        await phone.SeeAsync("paid", phone.Page.Locator(".hold-status.confirmed"));
        await phone.SeeTicketsAsync(Seats);
        await TakeAsync(phone, "ticket");
    }

    private async Task<PageSale> OpenArenaAsync()
    {
        var plan = Path.Combine(SourceTree.Root, "deploy", "local", "demo", "arena.json");
        var saturday = DateTimeOffset.UtcNow.Date.AddDays(45);
        while (saturday.DayOfWeek != DayOfWeek.Saturday) saturday = saturday.AddDays(1);
        var startsAt = new DateTimeOffset(saturday.AddHours(11), TimeSpan.Zero); // 20:00 in Seoul
        return await PageSale.OpenAsync(
            Site, "Aurora Lights: The Northern Tour", "Riverside Arena", new JsonObject
            {
                ["startsAt"] = startsAt,
                ["doorsAt"] = startsAt.AddHours(-1.5),
                ["opensAt"] = DateTimeOffset.UtcNow.AddHours(-1),
                ["timeZone"] = "Asia/Seoul",
                ["currency"] = "KRW",
                ["holdSeconds"] = 420,
                ["seatsPerFan"] = 4,
                ["prices"] = new JsonObject
                {
                    ["Golden Circle"] = 220_000,
                    ["Floor"] = 165_000,
                    [Category] = 143_000,
                    ["Upper Bowl Front"] = 110_000,
                    ["Upper Bowl Rear"] = 88_000,
                },
                ["queue"] = new JsonObject { ["enabled"] = true, ["maxActive"] = 20, ["claimSeconds"] = 600 },
                ["plan"] = JsonNode.Parse(await File.ReadAllTextAsync(plan)),
            });
    }

    /// <summary>A third of a block up to nearly all of it is sold, in groups of three.</summary>
    private Task SellAsync(PageSale sale) => Site.Database.ExecuteAsync(
        """
        update seats set status = 2, reservation_id = gen_random_uuid()
        where schedule_id = $1
            and abs(hashtext('group ' || ordinal / 3)) % 100 < 35 + abs(hashtext('zone ' || zone)) % 62
        """,
        sale.Schedule);

    /// <summary>Another fan waits behind many.</summary>
    private async Task WaitAsync(PageSale sale)
    {
        await Parallel.ForAsync(0, FansWaiting, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            var other = await Site.FanAsync(Steps.NewEmail());
            await other.SendAsync(HttpMethod.Post, $"schedules/{sale.Schedule}/queue-tokens");
        });
        var waiting = await OpenAsync(Phone);
        await waiting.SignUpAsync(Steps.NewEmail(), sale.Room);
        await waiting.PressAsync("room.take");
        await waiting.SeeAsync("room.waiting");
        await waiting.Page.Locator(".supply").WaitForAsync();
        await TakeAsync(waiting, "waiting-room");
    }

    /// <summary>Suggested seats, and the map around them.</summary>
    private static async Task LookNearAsync(Device fan)
    {
        foreach (var chip in await fan.Page.Locator(".legend-chip").Filter(new() { HasNotText = Category }).AllAsync())
            await chip.ClickAsync();
        await fan.PressAsync(fan.Page.Locator(".map-suggest"));
        await fan.SeeAsync("suggested seats", fan.Page.Locator(".tray-seat").Nth(Seats - 1));
        foreach (var chip in await fan.Page.Locator(".legend-chip").Filter(new() { HasNotText = Category }).AllAsync())
            await chip.ClickAsync();
        await fan.Page.EvaluateAsync("() => scrollTo(0, 0)");
    }

    private async Task UseCouponAsync(Device fan)
    {
        var coupon = new
        {
            kind = "Percent",
            value = 10,
            validFrom = DateTimeOffset.UtcNow.AddDays(-1),
            validUntil = DateTimeOffset.UtcNow.AddDays(30),
            totalUses = 100,
            usesPerFan = 1,
        };
        var (status, _) = await Site.Operator.SendAsync(HttpMethod.Put, "operator/coupons/AURORA10", coupon);
        Assert.Equal(HttpStatusCode.OK, status);
        await fan.Page.Locator("#code").FillAsync("AURORA10");
        await fan.PressAsync(fan.Page.Locator("#apply"));
        await fan.SeeAsync("a coupon", fan.Page.Locator("#remove-coupon"));
    }

    /// <summary>Keeps what the screen shows now as docs/pictures/NAME.webp.</summary>
    private static async Task TakeAsync(Device fan, string name)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WRITE_DOCS"))) return;
        await fan.Page.Mouse.MoveAsync(0, 0);
        await Task.Delay(TimeSpan.FromSeconds(1)); // pictures and fonts are there
        var browser = await fan.Context.NewCDPSessionAsync(fan.Page);
        var picture = await browser.SendAsync(
            "Page.captureScreenshot", new() { ["format"] = "webp", ["quality"] = 80 });
        var folder = Path.Combine(SourceTree.Root, "docs", "pictures");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(
            Path.Combine(folder, $"{name}.webp"), picture!.Value.GetProperty("data").GetBytesFromBase64());
    }
}
