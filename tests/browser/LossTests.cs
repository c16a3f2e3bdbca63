using Microsoft.Playwright;

namespace Ticketing.Tests.Pages;

/// <summary>Bad reception while a page loads: some of its files do not arrive.</summary>
[Collection(Site.Name)]
public sealed class LossTests(Site site)
{
    private const string Entry = "**/js/pages/concert.*.js";

    [Theory]
    [InlineData(Entry)]
    [InlineData("**/js/format.*.js")] // imported by it
    public async Task A_page_works_although_one_of_its_scripts_did_not_arrive_at_first(string script)
    {
        var sale = await PageSale.OpenAsync(site);
        await using var context = await site.Chromium.NewContextAsync(new() { BaseURL = site.Address.ToString() });
        var page = await context.NewPageAsync();
        var lost = 0;
        await page.RouteAsync(script, route => ++lost == 1 ? route.AbortAsync() : route.ContinueAsync());

        await page.GotoAsync($"/concerts/{sale.Concert}");

        var title = page.GetByRole(AriaRole.Heading, new() { Name = sale.Title });
        await title.WaitForAsync();
        Assert.True(lost > 0);
    }

    [Fact]
    public async Task A_page_whose_script_never_arrives_says_so_and_works_when_it_is_tried_again_later()
    {
        var sale = await PageSale.OpenAsync(site);
        await using var context = await site.Chromium.NewContextAsync(new() { BaseURL = site.Address.ToString() });
        var page = await context.NewPageAsync();
        await page.RouteAsync(Entry, route => route.AbortAsync());

        await page.GotoAsync($"/concerts/{sale.Concert}");
        var again = page.GetByRole(AriaRole.Link, new() { Name = "Try again" });
        await again.WaitForAsync(new() { Timeout = 60_000 });
        Assert.Empty(await Axe.CheckAsync(page));

        await page.UnrouteAsync(Entry);
        await again.ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = sale.Title }).WaitForAsync();
    }
}
