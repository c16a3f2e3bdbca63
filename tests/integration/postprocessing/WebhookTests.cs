using System.Text;
using Ticketing.Events;
using Ticketing.Messaging;
using Ticketing.PostProcessing;
using Ticketing.Tests.Rules.Catalog;

namespace Ticketing.Tests.PostProcessing;

public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private WebhookReceiver receiver = null!;

    public async Task InitializeAsync() => receiver = await WebhookReceiver.StartAsync();

    public async Task DisposeAsync() => await receiver.DisposeAsync();

    /// <summary>The example that implementations of the convention share.</summary>
    [Fact]
    public void The_signature_is_the_one_that_others_compute() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of(
            WebhookSecret.TryRead(Secret)!, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
            Encoding.UTF8.GetBytes("""{"test": 2432232314}""")));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_webhook_says_what_happened_and_is_signed(bool isNotice)
    {
        using var host = Host();
        var sale = SomeSale.Confirmed();

        await SendAsync(host, isNotice, sale);

        var webhook = Assert.Single(receiver.Received);
        Assert.Equal(("POST", "/hook", "application/json"), (webhook.Method, webhook.Path, webhook.ContentType));
        Assert.Equal($"{sale.EventId}", webhook.Id);
        Assert.InRange(webhook.SignedAt, DateTimeOffset.UtcNow.AddSeconds(-30), DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.True(webhook.IsSignedWith(Secret));
        Assert.Equal("reservation.confirmed", webhook.Json["type"]!.GetValue<string>());
        Assert.Equal(sale.OccurredAt, webhook.Json["timestamp"]!.GetValue<DateTimeOffset>());
        var data = webhook.Json["data"]!;
        Assert.Equal(sale.Body.ReservationId, data["reservationId"]!.GetValue<Guid>());
        Assert.Equal(sale.Body.UserId, data["userId"]!.GetValue<Guid>());
        Assert.Equal("Confirmed", data["status"]!.GetValue<string>());
        Assert.Equal("Paid", data["payment"]!.GetValue<string>());
        Assert.Equal(5_000, data["amount"]!.GetValue<long>());
        Assert.Equal(("KRW", 0), (data["currency"]!.GetValue<string>(), data["minorUnits"]!.GetValue<int>()));
        Assert.Equal("A-1 \u00fc", Assert.Single(data["seats"]!.AsArray())!["seatId"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_webhook_names_seats_as_people_know_them_and_in_the_plans_order()
    {
        using var host = Host(Plans.Small);
        var sale = SomeSale.Confirmed();
        var body = sale.Body with
        {
            Seats = [new("Box", "Gold", 1), new("", "Standing", 2), new("A-2", "Gold", 3)],
            SeatVersions = [2, 0, 2],
        };

        await SendAsync(host, isNotice: true, sale with { Body = body });

        var seats = Assert.Single(receiver.Received).Json["data"]!["seats"]!.AsArray();
        Assert.Equal(["A-2", "Box", ""], seats.Select(seat => $"{seat!["seatId"]}"));
        Assert.Equal(["Stalls, Row A, Seat 2", "Row 1, Seat 1", ""], seats.Select(seat => $"{seat!["label"]}"));
        Assert.Equal(
            ("Stalls", "A", "2"), ($"{seats[0]!["block"]}", $"{seats[0]!["row"]}", $"{seats[0]!["seatNumber"]}"));
        Assert.Null(seats[2]!["seatId"]);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(400)]
    [InlineData(410)]
    [InlineData(503)]
    public async Task What_is_not_taken_is_told_without_the_secret_and_no_redirect_is_followed(int status)
    {
        receiver.Answer = (_, _) => status;
        using var host = Host();
        var sale = SomeSale.Confirmed();

        var failure = await Assert.ThrowsAsync<SendFailedException>(() => SendAsync(host, isNotice: false, sale));

        Assert.Equal(
            $"reservation.confirmed {sale.EventId} was sent to the webhook of Ticketing:ExternalPlatform at "
            + $"{receiver.Address}, which answered {status}.",
            failure.Message);
        Assert.DoesNotContain("whsec", failure.ToString());
        Assert.DoesNotContain("token", failure.ToString());
        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task Nobody_who_listens_is_told()
    {
        var address = receiver.Address;
        using var host = Host();
        await receiver.DisposeAsync();

        var failure = await Assert.ThrowsAsync<SendFailedException>(
            () => SendAsync(host, isNotice: true, SomeSale.Confirmed()));

        Assert.Contains($"could not be sent to the webhook of Ticketing:Notifications at {address}", failure.Message);
    }

    [Fact]
    public async Task An_endpoint_that_fails_some_times_gets_the_same_message_until_it_takes_it()
    {
        var events = SomeSale.Many(20);
        var stubborn = events[7].EventId;
        receiver.Answer = (_, webhook) =>
            webhook.Id == $"{stubborn}" && receiver.Received.Count(seen => seen.Id == webhook.Id) <= 3 ? 500 : 200;
        using var host = Host();
        await host.StartAsync();
        var grain = host.Grains.GetGrain<IExternalPlatformGrain>("0");

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var failure = await Assert.ThrowsAsync<SendFailedException>(() => grain.HandleReservations(events));
            Assert.StartsWith("1 of 20 events were not sent", failure.Message);
            Assert.Contains("answered 500", failure.Message);
        }

        await grain.HandleReservations(events);
        Assert.Equal(23, receiver.Received.Count);
        Assert.Equal(
            events.Select(item => $"{item.EventId}").Order(),
            receiver.Received.Select(webhook => webhook.Id).Distinct().Order());
        var repeated = receiver.Received.Where(webhook => webhook.Id == $"{stubborn}").ToArray();
        Assert.Equal(4, repeated.Length);
        Assert.Single(repeated.Select(webhook => webhook.Body).Distinct());
        Assert.All(receiver.Received, webhook => Assert.True(webhook.IsSignedWith(Secret)));
    }

    private PostProcessingHost Host(string? plan = null) => new(
    [
        "Notifications:Kind=Webhook",
        $"Notifications:Url={receiver.Address}/hook?token=1",
        $"Notifications:Secret={Secret}",
        $"ExternalPlatform:Url={receiver.Address}/hook?token=1",
        $"ExternalPlatform:Secret={Secret}",
    ],
    plan: plan);

    private static Task SendAsync(PostProcessingHost host, bool isNotice, Delivered<ReservationEvent> sale) => isNotice
        ? host.Get<INotifier>().NotifyAsync(
            new Notice(sale.EventId, sale.Body.UserId, sale.Topic, sale.OccurredAt, sale.Body), CancellationToken.None)
        : host.Get<IExternalPlatform>().SendAsync(sale, CancellationToken.None);
}
