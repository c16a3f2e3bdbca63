using Microsoft.Playwright;

namespace Ticketing.Tests.Pages;

/// <summary>Reloads, lost connections and a server that dies: the page says so, and goes on by itself.</summary>
public sealed class RecoveryTests(Site site) : PageTest(site)
{
    [Fact]
    public async Task A_reload_in_any_state_shows_where_the_fan_is()
    {
        var sale = await PageSale.OpenAsync(Site);
        var fan = await OpenAsync(DeviceKind.Phone);
        await fan.SignUpAsync(Steps.NewEmail(), sale.Seats);
        await fan.SeeAsync("choosing seats", fan.Page.Locator(".map-canvas"));
        await fan.Page.ReloadAsync();
        await fan.HoldBestAsync(sale);
        await fan.Page.ReloadAsync();
        await fan.SeeHeldAsync();
        await fan.ChargeAsync();
        await fan.Page.ReloadAsync();
        await Assertions.Expect(fan.Page.Locator(".missing")).ToHaveCountAsync(0);

        // The page goes away while it sends the payment: the next one sends it again, and it is paid once.
        await fan.Page.Locator("#pay").EvaluateAsync("button => { button.click(); location.reload(); }");
        await fan.SeeAsync("paid, reloaded", fan.Page.Locator(".hold-status.confirmed"));
        await fan.SeeTicketsAsync(2);
        await fan.Page.ReloadAsync();
        await Assertions.Expect(fan.Page.Locator("img.code")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Tickets_are_shown_without_a_connection_and_forgotten_at_sign_out()
    {
        var sale = await PageSale.OpenAsync(Site);
        var fan = await OpenAsync(DeviceKind.Phone);
        await fan.SignUpAsync(Steps.NewEmail(), sale.Seats);
        await fan.HoldBestAsync(sale, seats: 1);
        await fan.PayAsync();
        await fan.SeeTicketsAsync(1);
        await fan.Page.EvaluateAsync("async () => { await navigator.serviceWorker.ready; }");

        await fan.OfflineAsync(true);
        await fan.Page.ReloadAsync();
        await fan.SeeAsync("tickets without a connection", fan.Words("tickets.kept"));
        await Assertions.Expect(fan.Page.Locator("img.code")).ToHaveCountAsync(1);

        await fan.OfflineAsync(false);
        await fan.GoAsync("/account");
        await fan.PressAsync("nav.signOut");
        await fan.SeeAsync("signed out", fan.Link("nav.signIn"));
        await fan.OfflineAsync(true);
        await fan.GoAsync("/tickets");
        await fan.SeeAsync("no tickets any more", fan.Words("tickets.noneKept"));
        await Assertions.Expect(fan.Page.Locator("img.code")).ToHaveCountAsync(0);
        await fan.OfflineAsync(false);
    }

    [Fact]
    public async Task The_map_goes_grey_when_the_server_is_killed_and_is_live_again_by_itself()
    {
        var sale = await PageSale.OpenAsync(Site);
        var fan = await OpenAsync();
        await fan.SignUpAsync(Steps.NewEmail(), sale.Seats);
        await fan.SeeAsync("choosing seats", fan.Page.Locator(".map-canvas"));

        await Site.KillAndRestartAsync(() => fan.SeeAsync("a stale map", fan.Page.Locator(".map.is-stale")));
        await Assertions.Expect(fan.Page.Locator(".map.is-stale")).ToHaveCountAsync(0, new() { Timeout = 60_000 });

        await fan.HoldBestAsync(sale);
        await fan.PayAsync();
    }

    [Fact]
    public async Task A_payment_during_which_the_server_is_killed_is_made_once()
    {
        var sale = await PageSale.OpenAsync(Site);
        var fan = await OpenAsync();
        await fan.SignUpAsync(Steps.NewEmail(), sale.Seats);
        await fan.HoldBestAsync(sale);
        await fan.ChargeAsync();

        await Site.KillAndRestartAsync(async () =>
        {
            await fan.PressAsync(fan.Page.Locator("#pay"));
            await fan.SeeAsync("paying without a server", fan.Words("hold.step.unreachable"));
        });
        await fan.SeeAsync("paid", fan.Page.Locator(".hold-status.confirmed"));
        await fan.GoAsync("/account");
        await fan.SeeAsync("account", fan.Words("account.ledger"));
        await Assertions.Expect(fan.Page.GetByText(fan.Says("account.kind.Debit"))).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_proxy_without_a_server_signs_nobody_out()
    {
        var sale = await PageSale.OpenAsync(Site);
        var fan = await OpenAsync();
        await fan.SignUpAsync(Steps.NewEmail(), sale.Seats);
        await fan.HoldBestAsync(sale);
        await fan.Page.RouteAsync("**/api/v1/session", route => route.FulfillAsync(new() { Status = 503 }));

        await fan.Page.ReloadAsync();

        await fan.SeeHeldAsync();
        await fan.Page.UnrouteAllAsync();
    }

    [Fact]
    public async Task An_event_that_comes_late_moves_no_clock()
    {
        var fan = await OpenAsync();
        await fan.GoAsync("/");

        // By a late event, and by one in time after a header that was late.
        var moved = await fan.Page.EvaluateAsync<double[]>(
            """
            async () => {
              const clock = await import('/js/clock.js'), at = Date.now();
              clock.heard(at, at - 50, at, 0);
              const before = clock.latest() - Date.now();
              clock.heardEvent(new Date(at - 20_000).toISOString());
              const late = clock.latest() - Date.now() - before;
              clock.heard(at - 9_000, at - 8_950, at, 0);
              clock.heardEvent(new Date(at).toISOString());
              return [late, clock.latest() - Date.now()];
            }
            """);

        Assert.InRange(moved[0], -5, 5);
        Assert.InRange(moved[1], 0, 2_100);
    }
}
