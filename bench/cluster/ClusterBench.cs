using System.Diagnostics;

namespace Ticketing.Bench.Cluster;

/// <summary>
/// Fans that reserve one seat after the other over HTTP, each its own: what an installation can take, whatever stands
/// behind the address. Started by bench/run for every installation in turn, with the same load.
/// </summary>
public static class ClusterBench
{
    private const int Fans = 64;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(6);

    /// <param name="name">Of the installation; becomes the name of the figure.</param>
    public static async Task RunAsync(string name, Uri address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Fans })
        {
            BaseAddress = new Uri(address, "/api/v1/"),
        };
        var sale = await BenchSale.OpenAsync(http);
        var fans = await Task.WhenAll(Enumerable.Range(0, Fans).Select(number => BenchFan.SignUpAsync(http, number)));
        await Task.WhenAll(fans.Select(fan => fan.BuyAsync(sale, WarmUp)));
        foreach (var fan in fans) fan.Milliseconds.Clear();

        var clock = Stopwatch.StartNew();
        await Task.WhenAll(fans.Select(fan => fan.BuyAsync(sale, Phase)));
        var seconds = clock.Elapsed.TotalSeconds;
        var times = fans.SelectMany(fan => fan.Milliseconds).ToArray();

        Console.WriteLine($"{name,-12} {times.Length / seconds,10:N0} reservations/s, "
            + $"p50 {Figures.Percentile(times, 50):0.0} ms, p99 {Figures.Percentile(times, 99):0.0} ms, {Fans} fans");
        Figures.Print($"cluster.reservations_{name}", times.Length / seconds, "reservations/s");
    }
}
