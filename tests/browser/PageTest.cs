namespace Ticketing.Tests.Pages;

/// <summary>
/// A test in which fans use devices. When it ends, whatever the test itself asserted, no device may have sent a request
/// to another origin, reported an error on its console, or broken the content security policy; and every page and state
/// that it named conforms to WCAG 2.2 A and AA as far as axe can see.
/// </summary>
[Collection(Site.Name)]
public abstract class PageTest(Site site) : IAsyncLifetime
{
    private readonly List<Device> devices = [];

    protected Site Site => site;

    /// <summary>A device without cookies and storage.</summary>
    protected async Task<Device> OpenAsync(DeviceKind? kind = null)
    {
        var device = await Device.OpenAsync(site, kind ?? DeviceKind.Desktop);
        devices.Add(device);
        return device;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        var findings = new List<string>();
        foreach (var device in devices)
            findings.AddRange(await device.CloseAsync());
        Assert.True(findings.Count == 0, string.Join("\n", findings));
    }
}
