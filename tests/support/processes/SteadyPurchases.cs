using System.Collections.Concurrent;

namespace Ticketing.Tests.Processes;

/// <summary>
/// Fans who come at a steady rate, whatever happens, and buy. Most want seats of their own; each fourth wants those of
/// the one before, so that one of the two must be told no.
/// </summary>
internal sealed class SteadyPurchases : IAsyncDisposable
{
    private const int SeatCount = 2_000;
    private const int SeatsOfFan = 2;
    private const int OneContendsIn = 4;

    // Nobody's hold runs out during an accident: then every fan must be told yes who was not told no.
    private const int HoldSeconds = 600;

    // An order whose news was lost is asked for again ever more seldom, up to once in two minutes.
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

    /// <param name="http">Of the api; disposed with the purchases.</param>
    public static async Task<SteadyPurchases> StartAsync(HttpClient http, double fansPerSecond)
    {
        var scheduleId = await ContendedSale.OpenAsync(
            new Browser(http), SeatCount, HoldSeconds, seatsPerFan: SeatsOfFan);
        return new SteadyPurchases(http, scheduleId, fansPerSecond);
    }

    /// <summary>Until payments go as they should: consumers that have just come share their work first.</summary>
    public async Task UntilQuickAsync(int payments)
    {
        while (Log.Now < Patience)
        {
            var last = fans.Where(fan => fan.IsConfirmed).TakeLast(payments).ToArray();
            var areQuick = last.Length == payments && last.All(fan => fan.Paying.Took < QuickPayment);
            // Nor is there anybody left from before.
            if (areQuick && purchases.SkipLast(payments).All(purchase => purchase.IsCompleted)) return;
            await Task.Delay(100);
        }

        Assert.Fail($"Payments are not quick after {Patience}.");
    }

    /// <summary>Nobody comes any more; completes when all have their answer.</summary>
    public async Task StopAsync()
    {
        await end.CancelAsync();
        await coming;
        await Task.WhenAll(purchases).WaitAsync(Patience);
    }

    /// <summary>The longest way from the first question to pay to the yes that came after that moment.</summary>
    public TimeSpan LongestPayment(TimeSpan after) => fans.Where(fan => fan.Paying.At + fan.Paying.Took >= after)
        .Select(fan => fan.Paying.Took).DefaultIfEmpty().Max();

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await coming;
        http.Dispose(); // whoever still buys fails
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
            // The end.
        }
    }
}
