using System.Diagnostics;

namespace Ticketing.Bench.Store;

/// <summary>One way, measured for some seconds. Times in ms.</summary>
internal sealed record Sample(double PerSecond, double P50, double P99)
{
    public static async Task<Sample> OfAsync(IWay way, StoreHouse house, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, way.Callers).Select(caller => Task.Run(async () =>
        {
            var own = new List<double>();
            while (watch.Elapsed < duration)
            {
                var purchase = house.Next();
                var startedAt = Stopwatch.GetTimestamp();
                await way.ReserveAsync(caller, purchase);
                own.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
            }

            return own;
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var all = times.SelectMany(own => own).ToArray();
        return new Sample(all.Length / seconds, Figures.Percentile(all, 50), Figures.Percentile(all, 99));
    }
}
