using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Pages;

/// <summary>A kind of device: its screen, how it is touched, and its language.</summary>
/// <param name="Scale">Pixels of the screen in one of the page.</param>
public sealed record DeviceKind(
    int Width, int Height, string Language = "en", bool HasTouch = false, float Scale = 1)
{
    public static readonly DeviceKind Desktop = new(1440, 900);
    public static readonly DeviceKind KoreanDesktop = new(1440, 900, "ko");
    public static readonly DeviceKind Phone = new(360, 740, HasTouch: true);
    public static readonly DeviceKind KoreanPhone = new(360, 740, "ko", HasTouch: true);
}

/// <summary>A fan's browser, watched from its first request to its last.</summary>
public sealed class Device
{
    public const string Password = "correct horse battery";

    private const float PatienceMs = 30_000;

    private readonly Site site;
    private readonly DeviceKind kind;
    private readonly IBrowserContext context;
    private readonly Watch watch;
    private readonly Catalogue catalogue;
    private readonly HashSet<string> checkedStates = [];

    private Device(Site site, DeviceKind kind, IBrowserContext context, IPage page)
    {
        (this.site, this.kind, this.context, Page) = (site, kind, context, page);
        watch = new Watch(site.Address);
        catalogue = Catalogue.Read(kind.Language);
    }

    public IPage Page { get; private set; }

    public IBrowserContext Context => context;

    internal static async Task<Device> OpenAsync(Site site, DeviceKind kind)
    {
        var context = await site.Chromium.NewContextAsync(new()
        {
            ViewportSize = new() { Width = kind.Width, Height = kind.Height },
            DeviceScaleFactor = kind.Scale,
            HasTouch = kind.HasTouch,
            IsMobile = kind.HasTouch,
            Locale = kind.Language == "ko" ? "ko-KR" : "en-GB",
            TimezoneId = "Asia/Seoul",
            BaseURL = site.Address.ToString(),
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(PatienceMs);
        var device = new Device(site, kind, context, await context.NewPageAsync());
        await device.watch.BeginAsync(context);
        return device;
    }

    /// <summary>The text of this key of the catalogue, whatever its parameters.</summary>
    public Regex Says(string key) => catalogue.Says(key);

    public ILocator Button(string key) => Page.GetByRole(AriaRole.Button, new() { NameRegex = Says(key) }).First;

    public ILocator Link(string key) => Page.GetByRole(AriaRole.Link, new() { NameRegex = Says(key) }).First;

    public ILocator Words(string key) => Page.GetByRole(AriaRole.Main).GetByText(Says(key)).First;

    public ILocator Field(string key) => Page.GetByLabel(Says(key)).First;

    public Task GoAsync(string path) => Page.GotoAsync(path);

    /// <summary>Does what this device does to a button: touches or clicks it.</summary>
    public Task PressAsync(ILocator target) => kind.HasTouch ? target.TapAsync() : target.ClickAsync();

    public Task PressAsync(string key) => PressAsync(Button(key));

    /// <summary>Another page in the same browser; it becomes <see cref="Page"/>.</summary>
    public async Task NewTabAsync() => Page = await context.NewPageAsync();

    public Task OfflineAsync(bool isOffline) => context.SetOfflineAsync(isOffline);

    /// <summary>Waits until the page shows it, then lets axe look at it, once for each name of a state.</summary>
    public async Task SeeAsync(string state, ILocator shown)
    {
        await shown.WaitForAsync(new() { State = WaitForSelectorState.Visible });
        if (checkedStates.Add(state))
            await CheckAsync(state);
    }

    public Task SeeAsync(string key) => SeeAsync(key, Words(key));

    /// <summary>Signs up on the page of the site, and comes back to this path.</summary>
    public async Task SignUpAsync(string email, string next = "/")
    {
        await GoAsync($"/sign-in?new&next={Uri.EscapeDataString(next)}");
        await SeeAsync("signing up", Page.Locator("#email"));
        await Page.Locator("#email").FillAsync(email);
        await Page.Locator("#password").FillAsync(Password);
        await PressAsync(Page.Locator("form button.primary"));
        await Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == new Uri(site.Address, next).AbsolutePath);
    }

    /// <summary>Signs in by a request of the page, for tests that are about something else.</summary>
    public async Task SignInAsync(string email)
    {
        await GoAsync("/sign-in");
        var status = await Page.EvaluateAsync<int>(
            """
            async ([email, password]) => (await fetch('/api/v1/session', {
              method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ email, password }),
            })).status
            """,
            new[] { email, Password });
        Assert.Equal(200, status);
    }

    /// <summary>Closes it. Returns what was wrong.</summary>
    internal async Task<IEnumerable<string>> CloseAsync()
    {
        await context.CloseAsync();
        return watch.Findings;
    }

    private async Task CheckAsync(string state)
    {
        foreach (var finding in await Axe.CheckAsync(Page))
            watch.Add($"axe, {state} at {kind.Width} px, {kind.Language}: {finding}");
        var overflow = await Page.EvaluateAsync<int>(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0)
            watch.Add($"{state} is {overflow} px wider than its screen of {kind.Width} px");
        // A text that was not loaded is shown as its key.
        var shown = (await Page.Locator("body").InnerTextAsync()).Split();
        foreach (var key in shown.Where(word => catalogue.Texts.ContainsKey(word) || catalogue.IsPlural(word)))
            watch.Add($"{state} shows '{key}' instead of its text");
    }
}

/// <summary>axe-core, which checks a page for accessibility.</summary>
internal static class Axe
{
    private static readonly string Script = File.ReadAllText(
        Path.Combine(SourceTree.Root, "tests", "browser", "node_modules", "axe-core", "axe.min.js"));

    /// <summary>The violations of WCAG 2.2 A and AA, of the page as it is now.</summary>
    public static async Task<IEnumerable<string>> CheckAsync(IPage page)
    {
        await page.EvaluateAsync($"() => {{ if (!window.axe) {{ {Script} }} }}");
        var answer = await page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, {
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'], resultTypes: ['violations'],
            })).violations.map(({ id, help, nodes }) =>
              `${id}: ${help}: ${nodes.map(one => one.html).slice(0, 3).join(' | ')}`)
            """);
        return [.. answer.EnumerateArray().Select(one => one.GetString()!)];
    }
}
