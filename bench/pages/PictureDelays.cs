using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;

namespace Ticketing.Bench.Pages;

/// <summary>
/// The delay from the commit of a hold to the picture of it, in one browser, while event streams of other fans are open
/// and fans buy. The time of the commit is the 'createdAt' of the reservation, which is shortly before it.
/// </summary>
internal static class PictureDelays
{
    private const int Watchers = 500;
    private const int SeatsPerSecond = 200;
    private const int SeatsAtOnce = 4;
    private const int Fans = 64; // each buys at most 100 seats
    private const int FirstSeat = 8; // the first ones belong to the fan of the browser
    private const int Seconds = 25;
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<double>> MeasureAsync(MapPage page, PageSale sale)
    {
        var fans = await FansAsync(sale);
        using var end = new CancellationTokenSource();
        var streams = Enumerable.Range(0, Watchers).Select(_ => Watcher.OpenAsync(sale, end.Token)).ToArray();
        var watchers = await Task.WhenAll(streams);
        await page.TakePicturesAsync();

        var bought = new ConcurrentDictionary<int, double>();
        var clock = Stopwatch.StartNew();
        var purchases = new List<Task>();
        for (var number = 0; number < Seconds * SeatsPerSecond / SeatsAtOnce; number++)
        {
            var due = TimeSpan.FromSeconds((double)number * SeatsAtOnce / SeatsPerSecond);
            if (due > clock.Elapsed) await Task.Delay(due - clock.Elapsed);
            purchases.Add(BuyAsync(sale, fans[number % Fans], number, bought));
        }

        await Task.WhenAll(purchases);
        var seconds = clock.Elapsed.TotalSeconds;
        var delays = await DelaysAsync(page, bought);
        await end.CancelAsync();
        var events = (await Task.WhenAll(watchers.Select(one => one.CountAsync()))).Sum();
        Console.WriteLine(
            $"{Watchers} watchers got {events:N0} events; {bought.Count / seconds:0} seats/s were held and paid for");
        return delays;
    }

    private static async Task<string[]> FansAsync(PageSale sale)
    {
        var fans = new string[Fans];
        await Parallel.ForAsync(0, Fans, async (number, _) =>
        {
            fans[number] = await BenchApi.SignUpAsync(sale.Http, $"buyer-{number}@example.com");
            using var charge = new HttpRequestMessage(HttpMethod.Post, "balance/charges")
            {
                Content = JsonContent.Create(new { amount = 1_000_000 }),
            };
            charge.Headers.Add("Idempotency-Key", "points");
            await BenchApi.SendAsync(sale.Http, fans[number], charge);
        });
        return fans;
    }

    private static async Task BuyAsync(
        PageSale sale, string fan, int number, ConcurrentDictionary<int, double> bought)
    {
        int[] seats = [.. Enumerable.Range(FirstSeat + (number * SeatsAtOnce), SeatsAtOnce)];
        var held = await sale.ReserveAsync(fan, $"buy-{number}", seats);
        var at = ((DateTimeOffset)held["createdAt"]!).ToUnixTimeMilliseconds();
        foreach (var seat in seats) bought[seat] = at;
        using var payment = new HttpRequestMessage(HttpMethod.Post, $"reservations/{(Guid)held["id"]!}/payment");
        await BenchApi.SendAsync(sale.Http, fan, payment);
    }

    /// <summary>Waits until every seat has been painted once, and takes the first time of each.</summary>
    private static async Task<IReadOnlyList<double>> DelaysAsync(MapPage page, ConcurrentDictionary<int, double> bought)
    {
        var painted = new Dictionary<int, double>();
        var clock = Stopwatch.StartNew();
        while (bought.Keys.Any(seat => !painted.ContainsKey(seat)))
        {
            foreach (var picture in await page.TakePicturesAsync())
                foreach (var seat in picture.Skip(1))
                    painted.TryAdd((int)seat, picture[0]);
            if (clock.Elapsed > Behind)
                throw new InvalidOperationException("Seats that were bought were not painted within 10 s.");
            await Task.Delay(50);
        }

        return [.. bought.Select(seat => painted[seat.Key] - seat.Value)];
    }

    /// <summary>An open event stream of the map, which reads and counts.</summary>
    private sealed class Watcher(Task<long> reading)
    {
        public static async Task<Watcher> OpenAsync(PageSale sale, CancellationToken until)
        {
            var answer = await sale.Http.GetAsync(
                $"schedules/{sale.Seats}/live?map=true", HttpCompletionOption.ResponseHeadersRead, until);
            answer.EnsureSuccessStatusCode();
            return new Watcher(ReadAsync(answer, until));
        }

        public Task<long> CountAsync() => reading;

        private static async Task<long> ReadAsync(HttpResponseMessage answer, CancellationToken until)
        {
            var events = 0L;
            using (answer)
            {
                try
                {
                    using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(until));
                    while (await reader.ReadLineAsync(until) is { } line)
                        events += line.StartsWith("event: changes", StringComparison.Ordinal) ? 1 : 0;
                }
                catch (OperationCanceledException)
                {
                    // The measurement has ended.
                }
            }

            return events;
        }
    }
}
