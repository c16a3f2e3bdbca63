using System.Collections.Concurrent;

namespace Ticketing.Tests.Processes;

/// <summary>
/// Fans who come at a steady rate, even during an accident, and buy. Most want seats of their own; each fourth wants
/// the seats of the previous fan, so that one of the two must be refused.
/// </summary>
internal sealed class SteadyPurchases : IAsyncDisposable
{
    private const int SeatCount = 2_000;
    private const int SeatsOfFan = 2;
    private const int OneContendsIn = 4;

    // Longer than an accident: no hold expires, so every fan who is not refused must be confirmed.
    private const int HoldSeconds = 600;

    // An order whose event was lost is retried at growing intervals, of up to two minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan QuickPayment = TimeSpan.FromSeconds(2);

    private readonly string name = $"{Guid.NewGuid():N}";
    private readonly ConcurrentQueue<BuyingFan> fans = [];
    private readonly ConcurrentQueue<Task> purchases = [];
    private readonly CancellationTokenSource end = new();
    private readonly HttpClient http;
    private readonly Guid scheduleId;
    private readonly TimeSpan pause;
    private readonly Task coming;

    private SteadyPurchases(HttpClient http, Guid scheduleId, double fansPerSecond)
    {
        this.http = http;
        this.scheduleId = scheduleId;
        pause = TimeSpan.FromSeconds(1 / fansPerSecond);
        coming = ComeAsync();
    }

    public AnswerLog Log { get; } = new();

    public IReadOnlyList<BuyingFan> Fans => [.. fans];

    public static Task<SteadyPurchases> StartAsync(Uri door, double fansPerSecond) =>
        StartAsync(Browser.Connect(door), fansPerSecond);

    /// <param name="http">A client of the api; disposed of with the purchases.</param>
    public static async Task<SteadyPurchases> StartAsync(HttpClient http, double fansPerSecond)
    {
        var scheduleId = await ContendedSale.OpenAsync(
            new Browser(http), SeatCount, HoldSeconds, seatsPerFan: SeatsOfFan);
        return new SteadyPurchases(http, scheduleId, fansPerSecond);
    }

    /// <summary>Waits until payments are fast: consumers that have just started rebalance first.</summary>
    public async Task UntilQuickAsync(int payments)
    {
        while (Log.Now < Patience)
        {
            var last = fans.Where(fan => fan.IsConfirmed).TakeLast(payments).ToArray();
            var areQuick = last.Length == payments && last.All(fan => fan.Paying.Took < QuickPayment);
            // Earlier purchases must have ended, too.
            if (areQuick && purchases.SkipLast(payments).All(purchase => purchase.IsCompleted)) return;
            await Task.Delay(100);
        }

        Assert.Fail($"Payments are not quick after {Patience}.");
    }

    /// <summary>Waits until so many fans who arrive from now on have bought.</summary>
    public async Task UntilSoldAsync(int more)
    {
        var before = fans.Count;
        while (Log.Now < Patience)
        {
            if (fans.Skip(before).Count(fan => fan.IsConfirmed) >= more) return;
            await Task.Delay(100);
        }

        Assert.Fail($"Not {more} more fans have bought after {Patience}.");
    }

    /// <summary>Stops the arrivals, and waits until all fans have their answers.</summary>
    public async Task StopAsync()
    {
        await end.CancelAsync();
        await coming;
        await Task.WhenAll(purchases).WaitAsync(Patience);
    }

    /// <summary>
    /// The longest time from a first request to pay to its confirmation, among confirmations after that moment.
    /// </summary>
    public TimeSpan LongestPayment(TimeSpan after) => fans.Where(fan => fan.Paying.At + fan.Paying.Took >= after)
        .Select(fan => fan.Paying.Took).DefaultIfEmpty().Max();

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await coming;
        http.Dispose(); // purchases in progress fail
        await Task.WhenAll(purchases).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    private async Task ComeAsync()
    {
        using var timer = new PeriodicTimer(pause);
        try
        {
            for (var number = 0; number < SeatCount / SeatsOfFan; number++)
            {
                await timer.WaitForNextTickAsync(end.Token);
                var place = number % OneContendsIn == OneContendsIn - 1 ? number - 1 : number;
                var seats = Enumerable.Range(place * SeatsOfFan, SeatsOfFan).Select(seat => $"S-{seat}").ToArray();
                var fan = new BuyingFan(
                    new Browser(http, Log), Log, scheduleId, $"{name}-{number}@example.com", seats);
                fans.Enqueue(fan);
                purchases.Enqueue(fan.BuyAsync());
            }
        }
        catch (OperationCanceledException)
        {
            // StopAsync has ended the arrivals.
        }
    }
}
