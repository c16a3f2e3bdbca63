using Microsoft.Playwright;

namespace Ticketing.Tests.Pages;

/// <summary>Fans who want the same seat, and sales that have none left.</summary>
public sealed class ContentionTests(Site site) : PageTest(site)
{
    [Fact]
    public async Task Of_two_fans_who_want_one_seat_one_holds_it_and_the_other_is_offered_the_nearest()
    {
        var sale = await PageSale.OpenAsync(Site);
        var (first, second) = (await OpenAsync(), await OpenAsync(DeviceKind.Phone));
        foreach (var fan in new[] { first, second })
        {
            await fan.SignUpAsync(Steps.NewEmail(), sale.Seats);
            await fan.OpenListAsync();
            await fan.Page.Locator(".list-seat input").First.CheckAsync();
        }

        await first.PressAsync(first.Page.Locator(".tray-end button"));
        await first.SeeHeldAsync();

        // The map of the second is live: it says so before the fan asks.
        await second.SeeAsync("a chosen seat is gone", second.Words("seats.lost"));
        await second.PressAsync("seats.lost.take");
        await Assertions.Expect(second.Page.Locator(".tray-seat")).ToHaveCountAsync(1);
        await second.PressAsync(second.Page.Locator(".tray-end button"));
        await second.SeeHeldAsync();
    }

    [Fact]
    public async Task A_sold_out_sale_says_so_on_every_page()
    {
        var sale = await PageSale.OpenAsync(Site, rows: 2, seatsPerRow: 2);
        var buyer = await Site.FanAsync(Steps.NewEmail());
        await sale.BuyAsync(buyer, PageSale.Stalls, 2);
        await sale.BuyAsync(buyer, PageSale.Balcony, 2);
        var fan = await OpenAsync(DeviceKind.Phone);
        await fan.SignUpAsync(Steps.NewEmail(), $"/concerts/{sale.Concert}");

        await fan.SeeAsync("a sold-out concert", fan.Words("sale.soldOut"));
        await fan.GoAsync(sale.Seats);
        await fan.ShowBestAsync();
        await fan.SeeAsync("a sold-out map", fan.Words("seats.soldOut"));
        await Assertions.Expect(fan.Best(PageSale.Stalls)).ToBeDisabledAsync();
    }

    [Fact]
    public async Task A_hold_that_is_not_paid_in_time_ends_on_the_page_and_leads_back_to_the_seats()
    {
        var sale = await PageSale.OpenAsync(Site, change: terms => terms["holdSeconds"] = 5);
        var fan = await OpenAsync();
        await fan.SignUpAsync(Steps.NewEmail(), sale.Seats);
        await fan.HoldBestAsync(sale);

        await fan.SeeAsync("a hold that ended", fan.Page.Locator(".hold-status.expired"));
        await fan.Page.ReloadAsync();
        await fan.SeeAsync("a hold that ended, reloaded", fan.Page.Locator(".hold-status.expired"));
        await fan.PressAsync(fan.Link("hold.again"));
        await fan.Page.WaitForURLAsync($"**/schedules/{sale.Schedule}*");
    }
}
