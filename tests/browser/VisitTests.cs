using Microsoft.Playwright;

namespace Ticketing.Tests.Pages;

/// <summary>Finding a concert, and having an account.</summary>
public sealed class VisitTests(Site site) : PageTest(site)
{
    [Theory]
    [InlineData("en", 1440)]
    [InlineData("ko", 1440)]
    [InlineData("en", 360)]
    [InlineData("ko", 360)]
    public async Task A_fan_finds_a_concert_and_its_dates(string language, int width)
    {
        var sale = await PageSale.OpenAsync(Site);
        var fan = await OpenAsync(new DeviceKind(width, 800, language, HasTouch: width == 360));

        await fan.GoAsync("/");
        var search = fan.Page.GetByRole(AriaRole.Searchbox);
        await fan.SeeAsync("what is on", search);
        await search.FillAsync(sale.Title);
        await search.PressAsync("Enter");
        await fan.PressAsync(fan.Page.GetByRole(AriaRole.Link, new() { Name = sale.Title }).First);
        await fan.SeeAsync("concert", fan.Link("concert.choose"));
    }

    [Theory]
    [InlineData("en", 1440)]
    [InlineData("ko", 360)]
    public async Task A_fan_signs_up_sees_empty_pages_signs_out_and_in_again(string language, int width)
    {
        var fan = await OpenAsync(new DeviceKind(width, 800, language, HasTouch: width == 360));
        var email = Steps.NewEmail();
        await fan.SignUpAsync(email, "/tickets");
        await fan.SeeAsync("no tickets", fan.Words("tickets.none"));
        await fan.GoAsync("/reservations");
        await fan.SeeAsync("no reservations", fan.Words("reservations.none"));
        await fan.GoAsync("/account");
        await fan.SeeAsync("account", fan.Words("account.noLedger"));
        Assert.DoesNotContain("session", await fan.Page.EvaluateAsync<string>("() => document.cookie"));

        await fan.PressAsync("nav.signOut");
        await fan.Page.GetByRole(AriaRole.Link, new() { NameRegex = fan.Says("nav.signIn") }).First.WaitForAsync();
        await fan.GoAsync("/account");
        await fan.SeeAsync("signing in", fan.Page.Locator("#email"));
        await fan.Page.Locator("#email").FillAsync(email);
        await fan.Page.Locator("#password").FillAsync("not the password");
        await fan.PressAsync(fan.Page.Locator("form button.primary"));
        await fan.SeeAsync("a wrong password", fan.Words("refusal.wrong-credentials"));
        await fan.Page.Locator("#password").FillAsync(Device.Password);
        await fan.PressAsync(fan.Page.Locator("form button.primary"));
        await fan.Page.WaitForURLAsync("**/account");
        await fan.SeeAsync("signed in again", fan.Words("account.balance"));
    }

    [Theory]
    [InlineData("/concerts/00000000-0000-0000-0000-000000000000")]
    [InlineData("/schedules/00000000-0000-0000-0000-000000000000")]
    public async Task An_address_of_nothing_says_so_and_leads_on(string address)
    {
        var fan = await OpenAsync(DeviceKind.Phone);
        await fan.GoAsync(address);
        await fan.SeeAsync("nothing there", fan.Words("problem.not-found"));
    }
}
