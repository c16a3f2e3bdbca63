using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ticketing.Tests.Pages;

/// <summary>Steps of fans on several pages; each one looks at the state that it leads to.</summary>
internal static partial class Steps
{
    public static string NewEmail() => $"{Guid.NewGuid():N}@example.org";

    /// <summary>From the seats page to the page of the reservation, with the best seats of a category.</summary>
    public static async Task HoldBestAsync(this Device fan, PageSale sale, int seats = 2, string? category = null)
    {
        if (!fan.Page.Url.EndsWith(sale.Seats, StringComparison.Ordinal))
            await fan.GoAsync(sale.Seats);
        await fan.ShowBestAsync();
        await fan.Page.Locator(".party label").Nth(seats - 1).ClickAsync();
        await fan.PressAsync(fan.Best(category ?? PageSale.Stalls));
        await fan.SeeHeldAsync();
    }

    /// <summary>The button that holds the best seats of a category.</summary>
    public static ILocator Best(this Device fan, string category) =>
        fan.Page.Locator(".best-row").Filter(new() { HasText = category }).GetByRole(AriaRole.Button);

    /// <summary>On a narrow screen the seats page shows one of its parts at a time.</summary>
    public static async Task ShowBestAsync(this Device fan)
    {
        await fan.SeeAsync("choosing seats", fan.Page.Locator(".map-canvas:visible, .best-row:visible").First);
        var view = fan.Page.GetByText(fan.Says("seats.view.best"), new() { Exact = true });
        if (await view.IsVisibleAsync())
            await fan.PressAsync(view);
        await fan.SeeAsync("best seats", fan.Page.Locator(".best-row").First);
    }

    /// <summary>The seats as a list, with the first row of the first zone open.</summary>
    public static async Task OpenListAsync(this Device fan)
    {
        await fan.SeeAsync("choosing seats", fan.Page.Locator(".map-canvas:visible, .best-row:visible").First);
        await fan.PressAsync(fan.Page.GetByText(fan.Says("seats.view.list"), new() { Exact = true }));
        await fan.PressAsync(fan.Page.Locator(".list-opener").First);
        await fan.PressAsync(fan.Page.Locator(".list-rows .list-opener").First);
        await fan.SeeAsync("seats as a list", fan.Page.Locator(".list-seat").First);
    }

    public static async Task SeeHeldAsync(this Device fan)
    {
        await fan.Page.WaitForURLAsync(HoldAddress());
        await fan.SeeAsync("held", fan.Page.Locator(".hold-status.held"));
    }

    /// <summary>Adds what is missing, and pays.</summary>
    public static async Task PayAsync(this Device fan)
    {
        await fan.ChargeAsync();
        await fan.PressAsync(fan.Page.Locator("#pay"));
        await fan.SeeAsync("paid", fan.Page.Locator(".hold-status.confirmed"));
    }

    public static async Task ChargeAsync(this Device fan)
    {
        await fan.SeeAsync("something is missing", fan.Page.Locator(".missing"));
        await fan.PressAsync(fan.Page.Locator("#charge"));
        await fan.SeeAsync("ready to pay", fan.Page.Locator("#pay[aria-disabled=false]"));
    }

    public static async Task SeeTicketsAsync(this Device fan, int count)
    {
        await fan.PressAsync(fan.Link("hold.toTickets"));
        await fan.SeeAsync("tickets", fan.Page.Locator("img.code").First);
        await Assertions.Expect(fan.Page.Locator("img.code")).ToHaveCountAsync(count);
    }

    [GeneratedRegex("/reservations/[0-9a-f-]{36}$")]
    private static partial Regex HoldAddress();
}
