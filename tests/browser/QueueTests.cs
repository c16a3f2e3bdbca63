using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Ticketing.Tests.Pages;

/// <summary>The waiting room.</summary>
public sealed class QueueTests(Site site) : PageTest(site)
{
    [Fact]
    public async Task A_fan_waits_on_two_devices_and_takes_the_turn_on_one_of_them()
    {
        // One fan is let in at a time; the first one holds the turn.
        var sale = await OpenAsync(maxActive: 1);
        var early = await OpenAsync();
        await early.SignUpAsync(Steps.NewEmail(), sale.Room);
        await early.PressAsync("room.take");
        await early.SeeAsync("called", early.Button("room.enter"));

        var email = Steps.NewEmail();
        var phone = await OpenAsync(DeviceKind.Phone);
        await phone.SignUpAsync(email, sale.Room);
        await phone.SeeAsync("before joining", phone.Button("room.take"));
        await phone.PressAsync("room.take");
        await phone.SeeAsync("room.waiting");
        var desktop = await OpenAsync(DeviceKind.KoreanDesktop);
        await desktop.SignInAsync(email);
        await desktop.GoAsync(sale.Room);
        await desktop.SeeAsync("room.waiting");

        await early.PressAsync("room.giveTurnBack");
        await early.SeeAsync("asked whether to leave", early.Page.GetByRole(AriaRole.Dialog));
        await early.PressAsync(early.Page.GetByRole(AriaRole.Dialog).GetByRole(
            AriaRole.Button, new() { NameRegex = early.Says("room.giveBack.yes") }));
        await early.SeeAsync("room.left");

        foreach (var device in new[] { phone, desktop })
            await device.SeeAsync("called", device.Button("room.enter"));
        await phone.PressAsync("room.enter");
        await phone.Page.WaitForURLAsync($"**{sale.Seats}*");
        await desktop.SeeAsync("let in on another device", desktop.Words("room.active"));
    }

    [Fact]
    public async Task A_fan_who_is_not_there_misses_the_turn_and_may_take_a_new_place()
    {
        var sale = await OpenAsync(maxActive: 1, claimSeconds: 5);
        var fan = await OpenAsync();
        await fan.SignUpAsync(Steps.NewEmail(), sale.Room);
        await fan.PressAsync("room.take");

        await fan.SeeAsync("room.missed");
        await fan.SeeAsync("may come again", fan.Button("room.takeAgain"));
    }

    [Fact]
    public async Task A_fan_in_the_draw_sees_the_entry_number_and_recomputes_the_position_afterwards()
    {
        var opensAt = DateTimeOffset.UtcNow.AddSeconds(25);
        var sale = await OpenAsync(maxActive: 1, change: terms =>
        {
            terms["opensAt"] = opensAt;
            terms["queue"]!["draws"] = true;
        });
        var other = await Site.FanAsync(Steps.NewEmail());
        await other.SendAsync(HttpMethod.Post, $"schedules/{sale.Schedule}/queue-tokens");
        var fan = await OpenAsync(DeviceKind.Phone);
        await fan.SignUpAsync(Steps.NewEmail(), sale.Room);
        await fan.PressAsync("room.take");
        await fan.SeeAsync("in the draw", fan.Words("room.entryNumber"));

        await fan.SeeAsync("after the draw", fan.Link("room.draw.check"));
        await fan.PressAsync(fan.Link("room.draw.check"));
        await fan.Page.WaitForURLAsync("**/draw.html*");
        await fan.PressAsync("draw.check");
        await fan.SeeAsync("recomputed", fan.Words("draw.position"));
    }

    [Fact]
    public async Task A_fan_keeps_the_place_in_the_queue_when_the_server_is_killed()
    {
        var sale = await PageSale.OpenAsync(Site, change: terms =>
            terms["queue"] = new JsonObject { ["enabled"] = true, ["maxActive"] = 1 });
        var first = await Site.FanAsync(Steps.NewEmail());
        await first.SendAsync(HttpMethod.Post, $"schedules/{sale.Schedule}/queue-tokens");
        var fan = await OpenAsync(DeviceKind.Phone);
        await fan.SignUpAsync(Steps.NewEmail(), sale.Room);
        await fan.PressAsync("room.take");
        await fan.SeeAsync("room.waiting");

        await Site.KillAndRestartAsync(() => fan.SeeAsync("a room without a server", fan.Words("room.lost")));
        await Assertions.Expect(fan.Words("room.lost")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        await fan.SeeAsync("room.waiting");
    }

    private Task<PageSale> OpenAsync(int maxActive, int? claimSeconds = null, Action<JsonObject>? change = null) =>
        PageSale.OpenAsync(Site, change: terms =>
        {
            terms["queue"] = new JsonObject { ["enabled"] = true, ["maxActive"] = maxActive };
            if (claimSeconds is { } seconds)
                terms["queue"]!["claimSeconds"] = seconds;
            change?.Invoke(terms);
        });
}
