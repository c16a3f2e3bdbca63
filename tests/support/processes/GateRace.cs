using System.Net;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Processes;

/// <summary>
/// Shows a ticket at a gate and returns it at the same moment, many times. TICKETING_GATE_ROUNDS sets how often.
/// </summary>
/// <param name="LetIn">Rounds that the gate won.</param>
/// <param name="Returned">Rounds that the cancellation won.</param>
/// <param name="Both">Rounds in which the fan was let in and got the money back.</param>
internal sealed record GateRace(int LetIn, int Returned, int Both)
{
    private const int FansAtOnce = 8;
    private const int Points = 100;

    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("TICKETING_GATE_ROUNDS"), out var rounds) ? rounds : 100;

    /// <param name="address">Of an api process, or of what is in front of several.</param>
    public static async Task<GateRace> RunAsync(Uri address)
    {
        using var http = Browser.Connect(address);
        var gate = new Browser(http);
        var scheduleId = await ContendedSale.OpenAsync(gate, holdSeconds: 600);
        var fans = Enumerable.Range(0, FansAtOnce).Select(fan => RunAsync(new Browser(http), gate, scheduleId, fan));
        var outcomes = (await Task.WhenAll(fans)).SelectMany(some => some).ToArray();
        return new GateRace(
            outcomes.Count(outcome => outcome.LetIn), outcomes.Count(outcome => outcome.Returned),
            outcomes.Count(outcome => outcome is { LetIn: true, Returned: true }));
    }

    private static async Task<IReadOnlyList<(bool LetIn, bool Returned)>> RunAsync(
        Browser fan, Browser gate, Guid scheduleId, int number)
    {
        await fan.SignUpAsync($"racer-{number}-{scheduleId:N}@example.org", "a long password");
        await Ask(fan, HttpMethod.Post, "balance/charges", new { amount = Points }, "points");
        var outcomes = new List<(bool, bool)>();
        for (var round = number; round < Rounds; round += FansAtOnce)
        {
            var wish = new { scheduleId, seats = new[] { $"S-{number}" } };
            var id = (Guid)(await Ask(fan, HttpMethod.Post, "reservations", wish, $"{round}"))["id"]!;
            var paid = await Ask(fan, HttpMethod.Post, $"reservations/{id}/payment");
            while (paid["tickets"] is null) paid = await Ask(fan, HttpMethod.Post, $"reservations/{id}/payment");
            var code = (string)paid["tickets"]![0]!["code"]!;

            var entering = gate.SendAsync(
                HttpMethod.Post, "operator/tickets/check-in", new { code, gate = "North", scheduleId });
            var returning = fan.SendAsync(HttpMethod.Delete, $"reservations/{id}");
            var (entered, returned) = ((await entering).Status, (await returning).Status);
            Assert.Contains(entered, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict });
            Assert.Contains(returned, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict });
            outcomes.Add((entered == HttpStatusCode.OK, returned == HttpStatusCode.OK));
            if (returned == HttpStatusCode.OK) continue;

            // For the next round, the fan gets points and seat back.
            var mistake = new { code, gate = "North", scheduleId, reason = "The next round." };
            await Ask(gate, HttpMethod.Post, "operator/tickets/undo-check-in", mistake);
            await Ask(fan, HttpMethod.Delete, $"reservations/{id}");
        }

        return outcomes;
    }

    private static async Task<JsonNode> Ask(
        Browser browser, HttpMethod method, string path, object? body = null, string? key = null)
    {
        var (status, answer) = await browser.SendAsync(method, path, body, key);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted,
            $"{method} {path}: {status} {answer}");
        return answer!;
    }
}
