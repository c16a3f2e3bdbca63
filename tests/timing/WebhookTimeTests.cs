using System.Diagnostics;
using Ticketing.PostProcessing;
using Ticketing.Tests.PostProcessing;

namespace Ticketing.Tests.Timing;

public sealed class WebhookTimeTests
{
    [Fact]
    public async Task An_endpoint_that_never_answers_holds_nobody_up_for_three_seconds()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (_, _) => -1;
        using var host = new PostProcessingHost(
        [
            "Notifications:Kind=Webhook",
            $"Notifications:Url={receiver.Address}/hook?token=1",
            "Notifications:Secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        ]);
        await host.StartAsync();
        var grain = host.Grains.GetGrain<INotificationGrain>("0");
        await grain.HandleReservations([]); // activates the grain and compiles its code
        var watch = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<SendFailedException>(() => grain.HandleReservations(SomeSale.Many(50)));

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(3));
        Assert.Contains("50 of 50 events were not sent", failure.Message);
        Assert.Contains($"at {receiver.Address}, which did not answer", failure.Message);
    }
}
