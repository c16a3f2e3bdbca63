using System.Net;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Processes;

/// <summary>Tries everything: named seats, best available, paying, cancelling, leaving. Keeps the answers.</summary>
internal sealed class ContendingFan(Browser browser, Guid scheduleId, int number)
{
    private readonly Random random = new(number);
    private int accounts;

    /// <summary>The reservations that were answered 201, and their seats.</summary>
    public Dictionary<Guid, string[]> Held { get; } = [];

    /// <summary>The reservations that were answered Confirmed and not given up since.</summary>
    public HashSet<Guid> Confirmed { get; } = [];

    public int Refused { get; private set; }

    // A payment waits for its events, and those may wait for the outbox shards of a hanging silo; each request waits
    // for 5 s.
    private const int MostAsks = 30;

    public async Task PrepareAsync()
    {
        await browser.SignUpAsync($"fan{number}-{accounts++}@example.com", "a long password");
        var (status, _) = await browser.SendAsync(
            HttpMethod.Post, "balance/charges", new { amount = 3_000 }, key: "first");
        Assert.Equal(HttpStatusCode.OK, status);
    }

    public async Task ContendAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            if (await ReserveAsync() is not { } id) continue;
            if (random.Next(3) == 0) continue; // leaves: the hold expires
            if (await PayAsync(id) && random.Next(40) > 0) await CancelAsync(id);
        }
    }

    private async Task<Guid?> ReserveAsync()
    {
        object body = random.Next(3) == 0
            ? new { scheduleId, category = "A", quantity = random.Next(1, 4) }
            : new { scheduleId, seats = RandomSeats() };
        var (status, made) = await browser.SendAsync(HttpMethod.Post, "reservations", body, Guid.NewGuid().ToString());
        if (status == HttpStatusCode.TooManyRequests)
        {
            // Too many holds of this fan were not paid: another fan comes, so that the contention stays.
            await PrepareAsync();
            return null;
        }

        if (status != HttpStatusCode.Created)
        {
            Assert.Equal(HttpStatusCode.Conflict, status);
            Refused++;
            return null;
        }

        var id = (Guid)made!["id"]!;
        Held[id] = [.. made["seats"]!.AsArray().Select(SeatId)];
        return id;
    }

    private async Task<bool> PayAsync(Guid id)
    {
        var status = HttpStatusCode.Accepted;
        // In progress: asking again waits for the same payment.
        for (var ask = 0; ask < MostAsks && status == HttpStatusCode.Accepted; ask++)
            (status, _) = await browser.SendAsync(HttpMethod.Post, $"reservations/{id}/payment", key: $"pay-{id}");
        if (status == HttpStatusCode.OK) Confirmed.Add(id);
        else Assert.Contains(status, new[] { HttpStatusCode.Conflict, HttpStatusCode.PaymentRequired });
        return status == HttpStatusCode.OK;
    }

    private async Task CancelAsync(Guid id)
    {
        Confirmed.Remove(id);
        var (status, told) = await browser.SendAsync(HttpMethod.Delete, $"reservations/{id}");
        Assert.True(status == HttpStatusCode.OK, $"{status}: {told}");
    }

    private string[] RandomSeats()
    {
        var seats = Enumerable.Range(0, ContendedSale.SeatCount).ToArray();
        random.Shuffle(seats);
        return [.. seats.Take(random.Next(1, 4)).Select(seat => $"S-{seat}")];
    }

    private static string SeatId(JsonNode? seat) => (string)seat!["seat"]!;
}
