using System.Collections.Concurrent;
using System.Diagnostics;

namespace Ticketing.Bench.Contention;

/// <summary>
/// The fans of the bursts, and the quiet callers, who buy seats that no other caller wants at a steady pace.
/// </summary>
internal static class Crowd
{
    public const int Fans = 200;
    public const int SeatsOfBurst = 10;
    public const int QuietCallers = 32;

    /// <summary>
    /// A quiet caller reserves once in this time; while an answer takes longer, it skips reservations.
    /// </summary>
    public static readonly TimeSpan QuietPeriod = TimeSpan.FromMilliseconds(50);

    public static async Task<CrowdResult> RunAsync(ISeller seller, bool bursts, TimeSpan duration)
    {
        await seller.Seats.NextHallAsync();
        await seller.ReserveAsync(Guid.NewGuid(), await seller.Seats.TakeAsync()); // loads the hall
        var watch = Stopwatch.StartNew();
        long answers = 0, quiet = 0;
        var winners = new ConcurrentBag<double>();
        var quietTimes = new ConcurrentBag<double>();

        var callers = Enumerable.Range(0, QuietCallers).Select(async caller =>
        {
            var due = QuietPeriod * caller / QuietCallers;
            while (watch.Elapsed < duration)
            {
                if (due > watch.Elapsed) await Task.Delay(due - watch.Elapsed);
                else due = watch.Elapsed; // late: the missed reservations are skipped
                due += QuietPeriod;
                var started = Stopwatch.GetTimestamp();
                if (!await seller.ReserveAsync(Guid.NewGuid(), await seller.Seats.TakeAsync()))
                    throw new InvalidOperationException("A seat that no other caller wants was refused.");
                quietTimes.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                Interlocked.Increment(ref quiet);
            }
        });
        var burst = Task.Run(async () =>
        {
            while (bursts && watch.Elapsed < duration)
            {
                var first = await seller.Seats.TakeAsync(SeatsOfBurst);
                var tries = await Task.WhenAll(Enumerable.Range(0, Fans)
                    .Select(_ => Task.Run(() => TryAllAsync(seller, first, winners))));
                answers += tries.Sum();
            }
        });

        await Task.WhenAll(callers.Append(burst));
        return new CrowdResult(watch.Elapsed.TotalSeconds, answers, [.. winners], quiet, [.. quietTimes]);
    }

    /// <summary>Returns how many answers it took until the fan had a seat or none was left.</summary>
    private static async Task<int> TryAllAsync(ISeller seller, int first, ConcurrentBag<double> winners)
    {
        var fan = Guid.NewGuid();
        var seats = Enumerable.Range(first, SeatsOfBurst).ToArray();
        Random.Shared.Shuffle(seats);
        for (var i = 0; i < seats.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            if (!await seller.ReserveAsync(fan, seats[i])) continue;
            winners.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return i + 1;
        }

        return seats.Length;
    }
}
