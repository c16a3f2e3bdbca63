using System.Diagnostics;

namespace Ticketing.Bench.Cluster;

/// <summary>
/// Each fan reserves one seat after the other over HTTP. Measures the rate of an installation, its messages per
/// reservation and its memory. bench/run starts one installation after the other; the load is the same.
/// </summary>
public static class ClusterBench
{
    private const int Fans = 64;
    private const int Rounds = 3;
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(6);

    /// <param name="name">The name of the installation; becomes part of the names of the figures.</param>
    /// <param name="folder">Holds NAME.pid and NAME.port of each process.</param>
    public static async Task RunAsync(string name, Uri address, string folder)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Fans })
        {
            BaseAddress = new Uri(address, "/api/v1/"),
        };
        var installation = new Installation(folder);
        var seats = BenchSale.At(http);
        var fans = await Task.WhenAll(Enumerable.Range(0, Fans).Select(number => BenchFan.SignUpAsync(http, number)));
        await WarmUp.RunAsync(name, async () => (await RunAsync(fans, seats)).PerSecond);

        var rounds = new List<Round>();
        var before = await installation.CountMessagesAsync();
        for (var round = 0; round < Rounds; round++) rounds.Add(await RunAsync(fans, seats));
        var after = await installation.CountMessagesAsync();

        var median = rounds.OrderBy(round => round.PerSecond).ElementAt(Rounds / 2);
        double reservations = rounds.Sum(round => round.Milliseconds.Count);
        var (toOthers, within) = (
            (after.ToOthers - before.ToOthers) / reservations, (after.Within - before.Within) / reservations);
        if (within <= 0) throw new InvalidOperationException("/metrics has no counters of Orleans' messages.");
        Console.WriteLine($"{name,-12} {median.PerSecond,8:N0} reservations/s, "
            + $"p50 {Figures.Percentile(median.Milliseconds, 50):0.0} ms, "
            + $"p99 {Figures.Percentile(median.Milliseconds, 99):0.0} ms, {Fans} fans; messages per reservation: "
            + $"{toOthers:0.0} to other processes, {within:0.0} within one; "
            + $"{fans.Sum(fan => fan.Refused)} answers of 503, warm-up included");
        Figures.Print($"cluster.reservations_{name}", median.PerSecond, "reservations/s");
        Figures.Print($"cluster.messages_{name}", toOthers, "messages/reservation");
        Figures.Print($"cluster.local_messages_{name}", within, "messages/reservation");
        foreach (var (process, mebibytes) in installation.Memory())
            Figures.Print($"cluster.memory_{name}.{process}", mebibytes, "MiB");
    }

    private static async Task<Round> RunAsync(BenchFan[] fans, SeatSupply seats)
    {
        await seats.NextHallAsync();
        await fans[0].BuyAsync(seats, TimeSpan.FromMilliseconds(1)); // the first reservation loads the hall
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(fans.Select(fan => fan.BuyAsync(seats, Phase)));
        var seconds = clock.Elapsed.TotalSeconds;
        double[] times = [.. fans.SelectMany(fan => fan.Milliseconds)];
        return new Round(times.Length / seconds, times);
    }

    private sealed record Round(double PerSecond, IReadOnlyList<double> Milliseconds);
}
