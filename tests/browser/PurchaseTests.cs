using Microsoft.Playwright;

namespace Ticketing.Tests.Pages;

/// <summary>The whole way of a fan: from what is on to the ticket.</summary>
public sealed class PurchaseTests(Site site) : PageTest(site)
{
    public static TheoryData<string> Devices => ["desktop", "Korean desktop", "phone", "Korean phone"];

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task A_fan_finds_a_concert_signs_up_holds_pays_and_has_tickets(string device)
    {
        var sale = await PageSale.OpenAsync(Site);
        var fan = await OpenAsync(Kind(device));

        await fan.GoAsync("/");
        var search = fan.Page.GetByRole(AriaRole.Searchbox);
        await fan.SeeAsync("what is on", search);
        await search.FillAsync(sale.Title);
        await search.PressAsync("Enter");
        await fan.PressAsync(fan.Page.GetByRole(AriaRole.Link, new() { Name = sale.Title }).First);
        await fan.SeeAsync("concert", fan.Link("concert.choose"));
        await fan.PressAsync(fan.Link("concert.choose"));
        await fan.SeeAsync("looking at seats", fan.Words("seats.signIn"));
        await fan.PressAsync(fan.Page.GetByRole(AriaRole.Main).GetByRole(
            AriaRole.Link, new() { NameRegex = fan.Says("nav.signIn") }).First);
        await fan.SeeAsync("signing in", fan.Page.Locator("#email"));
        await fan.PressAsync("signIn.signUp");
        await fan.Page.Locator("#email").FillAsync(Steps.NewEmail());
        await fan.Page.Locator("#password").FillAsync(Device.Password);
        await fan.PressAsync(fan.Page.Locator("form button.primary"));
        await fan.Page.WaitForURLAsync($"**{sale.Seats}");

        await fan.HoldBestAsync(sale);
        await fan.PayAsync();
        await fan.SeeTicketsAsync(2);
        await fan.GoAsync("/reservations");
        await fan.SeeAsync("reservations", fan.Words("reservations.status.Confirmed"));
        await fan.GoAsync("/account");
        await fan.SeeAsync("account", fan.Words("account.ledger"));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    public async Task A_fan_buys_chosen_seats_by_keyboard_alone(string language)
    {
        var sale = await PageSale.OpenAsync(Site);
        var fan = await OpenAsync(DeviceKind.Desktop with { Language = language });
        await fan.SignUpAsync(Steps.NewEmail(), $"/concerts/{sale.Concert}");
        var keys = new Keyboard(fan);

        await fan.SeeAsync("concert", fan.Link("concert.choose"));
        await keys.GoToAsync(fan.Link("concert.choose"));
        await keys.PressAsync("Enter");
        await fan.SeeAsync("choosing seats", fan.Page.Locator(".map-canvas"));
        await keys.GoToAsync(fan.Page.Locator(".party input:checked"));
        await keys.PressAsync("ArrowRight");

        // On the map: the best seat, then the one beside it.
        await keys.GoToAsync(fan.Page.Locator(".map button").First);
        await keys.PressAsync("Enter");
        await Assertions.Expect(fan.Page.Locator(".tray-seat")).ToHaveCountAsync(1);
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Space");
        await fan.SeeAsync("two seats chosen", fan.Page.Locator(".tray-seat").Nth(1));
        await keys.GoToAsync(fan.Page.Locator(".tray-end button"));
        await keys.PressAsync("Enter");
        await fan.SeeHeldAsync();

        await keys.GoToAsync(fan.Page.Locator("#charge"));
        await keys.PressAsync("Enter");
        await fan.SeeAsync("ready to pay", fan.Page.Locator("#pay[aria-disabled=false]"));
        await keys.GoToAsync(fan.Page.Locator("#pay"));
        await keys.PressAsync("Enter");
        await fan.SeeAsync("paid", fan.Page.Locator(".hold-status.confirmed"));
        await keys.GoToAsync(fan.Link("hold.toTickets"));
        await keys.PressAsync("Enter");
        await fan.SeeAsync("tickets", fan.Page.Locator("img.code").First);
        await Assertions.Expect(fan.Page.Locator("img.code")).ToHaveCountAsync(2);
    }

    private static DeviceKind Kind(string device) => device switch
    {
        "desktop" => DeviceKind.Desktop,
        "Korean desktop" => DeviceKind.KoreanDesktop,
        "phone" => DeviceKind.Phone,
        _ => DeviceKind.KoreanPhone,
    };
}

/// <summary>A fan without a pointer. The focus must be visible wherever it is used.</summary>
internal sealed class Keyboard(Device fan)
{
    private const int MostSteps = 150;

    /// <summary>Presses Tab until the element has the focus.</summary>
    public async Task GoToAsync(ILocator target)
    {
        await target.WaitForAsync();
        for (var step = 0; step < MostSteps; step++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                Assert.True(
                    await target.EvaluateAsync<bool>("element => element.matches(':focus-visible')"),
                    $"the focus on {target} cannot be seen");
                return;
            }

            await fan.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{target} is not reached by {MostSteps} times Tab");
    }

    public Task PressAsync(string key) => fan.Page.Keyboard.PressAsync(key);
}
