using System.Globalization;

namespace Ticketing.Tests.Pages;

/// <summary>Links that somebody made to lead a fan astray.</summary>
public sealed class AddressTests(Site site) : PageTest(site)
{
    [Theory]
    [InlineData("/.//elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("blob:{0}/x")]
    [InlineData("/sign-in?next=/tickets")]
    public async Task Signing_in_leads_to_a_page_of_this_site_whatever_the_link_says(string next)
    {
        var fan = await OpenAsync();
        next = string.Format(CultureInfo.InvariantCulture, next, Site.Address.GetLeftPart(UriPartial.Authority));
        await fan.GoAsync($"/sign-in?new&next={Uri.EscapeDataString(next)}");
        await fan.Page.Locator("#email").FillAsync(Steps.NewEmail());
        await fan.Page.Locator("#password").FillAsync(Device.Password);
        await fan.PressAsync(fan.Page.Locator("form button.primary"));

        await fan.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath != "/sign-in");
        Assert.Equal(Site.Address.Authority, new Uri(fan.Page.Url).Authority);
        Assert.Equal("http", new Uri(fan.Page.Url).Scheme);
    }

    [Theory]
    [InlineData("/concerts/x%2F..%2F{0}")]
    [InlineData("/concerts/{0}%3Fpart")]
    [InlineData("/concerts/%zz")]
    public async Task An_id_that_is_none_is_sent_to_no_other_address(string address)
    {
        var sale = await PageSale.OpenAsync(Site);
        var fan = await OpenAsync();

        await fan.GoAsync(string.Format(CultureInfo.InvariantCulture, address, sale.Concert));

        await fan.SeeAsync("nothing there", fan.Words("problem.not-found"));
    }
}
