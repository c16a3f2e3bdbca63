using System.Net;

namespace Ticketing.Tests.Processes;

/// <summary>A fan who wants certain seats and retries until there is a clear answer; keeps the answers.</summary>
internal sealed class BuyingFan(Browser browser, AnswerLog log, Guid scheduleId, string email, string[] seats)
{
    public const int Points = 1_000;

    public string Email { get; } = email;

    public string[] Seats { get; } = seats;

    /// <summary>The reservation, after a 201.</summary>
    public Guid? Held { get; private set; }

    /// <summary>Whether the fan got the answer that it is paid.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>When the first request to pay was sent, and the time from it to the confirmation.</summary>
    public (TimeSpan At, TimeSpan Took) Paying { get; private set; }

    public async Task BuyAsync()
    {
        var (found, _) = await browser.SendAsync(HttpMethod.Get, $"schedules/{scheduleId}");
        Assert.Equal(HttpStatusCode.OK, found);
        await browser.SignUpAsync(Email, "a long password");
        var (charged, _) = await browser.SendAsync(
            HttpMethod.Post, "balance/charges", new { amount = Points }, "first");
        Assert.Equal(HttpStatusCode.OK, charged);
        var wish = new { scheduleId, seats = Seats };
        var (status, made) = await browser.SendAsync(HttpMethod.Post, "reservations", wish, "seats");
        if (status == HttpStatusCode.Conflict) return; // another fan has them
        Assert.True(status is HttpStatusCode.Created or HttpStatusCode.OK, $"{status}: {made}");
        Held = (Guid)made!["id"]!;
        await PayAsync();
        var (_, list) = await browser.SendAsync(HttpMethod.Get, "reservations");
        var listed = Assert.Single(list!["items"]!.AsArray())!;
        Assert.Equal((Held, "Confirmed"), ((Guid)listed["id"]!, (string)listed["status"]!));
    }

    private async Task PayAsync()
    {
        var began = log.Now;
        HttpStatusCode status;
        do
        {
            // Accepted means in progress: asking again waits for the same payment.
            (status, var told) = await browser.SendAsync(HttpMethod.Post, $"reservations/{Held}/payment", key: "pay");
            Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Accepted, $"{status}: {told}");
        }
        while (status == HttpStatusCode.Accepted);
        IsConfirmed = true;
        Paying = (began, log.Now - began);
    }
}
