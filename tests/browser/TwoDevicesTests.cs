using Microsoft.Playwright;

namespace Ticketing.Tests.Pages;

/// <summary>A reservation that is open on two devices of its fan.</summary>
public sealed class TwoDevicesTests(Site site) : PageTest(site)
{
    /// <summary>Less than the pages wait before they read a reservation without a hint.</summary>
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 10_000 };

    [Fact]
    public async Task More_time_and_a_payment_on_one_device_are_seen_on_the_other_at_once()
    {
        var sale = await PageSale.OpenAsync(Site);
        var (desktop, phone) = (await OpenAsync(), await OpenAsync(DeviceKind.Phone));
        var email = Steps.NewEmail();
        await desktop.SignUpAsync(email, sale.Seats);
        await desktop.HoldBestAsync(sale);
        await phone.SignInAsync(email);
        await phone.GoAsync(desktop.Page.Url);
        await phone.SeeHeldAsync();
        await Assertions.Expect(Button(phone, "3")).ToBeVisibleAsync();

        await desktop.PressAsync(Button(desktop, "3"));
        await Assertions.Expect(Button(phone, "2")).ToBeVisibleAsync(Soon);

        await desktop.PayAsync();
        await Assertions.Expect(phone.Page.Locator(".hold-status.confirmed")).ToBeVisibleAsync(Soon);
    }

    private static ILocator Button(Device device, string left) =>
        device.Page.GetByRole(AriaRole.Button, new() { NameRegex = device.Says("hold.renew") })
            .Filter(new() { HasText = left }).First;
}
