using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.PostProcessing;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.PostProcessing;

public class PostProcessingOptionsTests
{
    private const string Secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string NotifySecret = "Notifications:Secret=" + Secret;
    private const string PlatformSecret = "ExternalPlatform:Secret=" + Secret;

    [Theory]
    [InlineData("Notifications:Kind=None")]
    [InlineData("Notifications:Kind=Log", "Notifications:Url=unused")]
    [InlineData("Notifications:Kind=Webhook", "Notifications:Url=https://example.org/x", NotifySecret)]
    [InlineData("ExternalPlatform:Url=http://example.org", "ExternalPlatform:Secret=whsec_" + Secret)]
    public async Task What_makes_sense_is_taken(params string[] settings)
    {
        using var host = new PostProcessingHost(settings);

        await host.StartAsync();
    }

    [Theory]
    [InlineData("Ticketing:Notifications:Kind is 7", "Notifications:Kind=7")]
    [InlineData("Ticketing:Notifications:Url", "Notifications:Kind=Webhook", NotifySecret)]
    [InlineData("Ticketing:Notifications:Secret", "Notifications:Kind=Webhook", "Notifications:Url=https://a.example")]
    [InlineData("Ticketing:ExternalPlatform:Secret", "ExternalPlatform:Url=https://a.example")]
    [InlineData("Ticketing:ExternalPlatform:Url", PlatformSecret)]
    [InlineData("Ticketing:ExternalPlatform:Url", "ExternalPlatform:Url=ftp://a.example", PlatformSecret)]
    [InlineData("must not name a user", "ExternalPlatform:Url=http://me:pw@a.example", PlatformSecret)]
    [InlineData("24 to 64 bytes", "ExternalPlatform:Url=http://a.example", "ExternalPlatform:Secret=c2hvcnQ=")]
    [InlineData("24 to 64 bytes", "ExternalPlatform:Url=http://a.example", "ExternalPlatform:Secret=no base64, at all")]
    public async Task What_makes_no_sense_is_said_at_the_start(string complaint, params string[] settings)
    {
        using var host = new PostProcessingHost(settings);

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.Contains(complaint, refused.Message);
        Assert.DoesNotContain(Secret, refused.Message);
    }

    [Fact]
    public async Task Without_settings_a_fan_is_told_in_the_log_and_nothing_is_sent_to_others()
    {
        using var log = new RecordedLog(LogLevel.Trace, "Ticketing.Messaging.LogNotifier");
        using var host = new PostProcessingHost([], log);
        await host.StartAsync();
        var sale = SomeSale.Confirmed();

        await host.Grains.GetGrain<INotificationGrain>("0").HandleReservations([sale]);
        await host.Grains.GetGrain<IExternalPlatformGrain>("0").HandleReservations([sale]);

        var written = Assert.Single(log.Entries);
        Assert.Equal(LogLevel.Debug, written.Level); // the console shows nothing of it, unless it is asked to
        Assert.Equal(
            $"Notified fan {sale.Body.UserId} of reservation.confirmed, {sale.Body.ReservationId}: 1 seats, "
            + $"5000 minor units of KRW (event {sale.EventId}).",
            written.Message);
    }

    [Fact]
    public async Task Nobody_is_told_when_so_set()
    {
        using var log = new RecordedLog(LogLevel.Trace, "Ticketing.Messaging.LogNotifier");
        using var host = new PostProcessingHost(["Notifications:Kind=None"], log);
        await host.StartAsync();

        await host.Grains.GetGrain<INotificationGrain>("0").HandleReservations([SomeSale.Confirmed()]);

        Assert.Empty(log.Entries);
    }
}
