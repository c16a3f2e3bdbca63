using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ticketing.Bench.Hosts;

/// <summary>Calls per second of a trivial grain, from the process of its silo.</summary>
public static class HostBench
{
    private const int Rounds = 7;
    private const int Grains = 256;
    private static readonly TimeSpan RoundDuration = TimeSpan.FromSeconds(2);

    private static long CallsMade;

    /// <summary>Prints one row per way of calling, then the figure of many callers on many grains.</summary>
    public static async Task RunAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error); // Orleans' watchdog logs warnings at its own start
        var (siloPort, gatewayPort) = BenchSilo.FreePorts();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(siloPort, gatewayPort));
        using var host = builder.Build();
        await host.StartAsync();
        var factory = host.Services.GetRequiredService<IGrainFactory>();
        Console.WriteLine($"{Environment.ProcessorCount} processors, {Rounds} rounds of "
            + $"{RoundDuration.TotalSeconds} s each");
        await WarmUp.RunAsync("the host", () => Round(factory, 128, Grains, (grain, n) => grain.Add(n), RoundDuration));
        Console.WriteLine($"{"",-44}{"median calls/s",16}{"best",12}{"worst",12}{"bytes/call",12}");

        var many = await Row("128 callers on 256 grains", factory, 128, Grains, (grain, n) => grain.Add(n));
        await Row("256 callers on 256 grains", factory, 256, Grains, (grain, n) => grain.Add(n));
        await Row("128 callers, reference made for each call", factory, 128, Grains, null);
        await Row("128 callers on 256 grains, one more turn", factory, 128, Grains, (grain, n) => grain.AddLater(n));
        await Row("128 callers on one hot grain", factory, 128, 1, (grain, n) => grain.Add(n));
        var alone = await Row("1 caller, one call after the other", factory, 1, 1, (grain, n) => grain.Add(n));
        await CheckAsync(factory);
        Console.WriteLine($"one call alone takes {1_000_000 / alone:0.00} us");
        Console.WriteLine($"figure host.calls_per_second {many:0} calls/s");
        Console.WriteLine($"figure host.call_alone {1_000_000 / alone:0.00} us");
        await host.StopAsync();
    }

    // Every call adds 1 somewhere, so a lost or doubled call, or two calls of one grain at once, would show.
    private static async Task CheckAsync(IGrainFactory factory)
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, Grains).Select(
            i => factory.GetGrain<ICounterGrain>($"{i}").Add(0)));
        if (sums.Sum() != CallsMade)
            throw new InvalidOperationException(
                $"{CallsMade:N0} calls were answered but the grains counted {sums.Sum():N0}.");
        Console.WriteLine($"{CallsMade:N0} calls answered, and as many counted by the grains");
    }

    private static async Task<double> Row(
        string name, IGrainFactory factory, int callers, int grains, Func<ICounterGrain, int, Task<long>>? call)
    {
        await Round(factory, callers, grains, call, RoundDuration / 4);
        var before = GC.GetTotalAllocatedBytes();
        var rates = new List<double>();
        double calls = 0;
        for (var round = 0; round < Rounds; round++)
        {
            rates.Add(await Round(factory, callers, grains, call, RoundDuration));
            calls += rates[^1] * RoundDuration.TotalSeconds;
        }

        var bytes = (GC.GetTotalAllocatedBytes() - before) / calls;
        rates.Sort();
        Console.WriteLine($"{name,-44}{rates[Rounds / 2],16:N0}{rates[^1],12:N0}{rates[0],12:N0}{bytes,12:N0}");
        return rates[Rounds / 2];
    }

    private static async Task<double> Round(
        IGrainFactory factory, int callers, int grains, Func<ICounterGrain, int, Task<long>>? call, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var end = new CancellationTokenSource(duration);
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(
            caller => Task.Run(() => Caller(factory, caller, grains, call, end.Token))));
        CallsMade += counts.Sum();
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task<long> Caller(
        IGrainFactory factory,
        int caller,
        int grains,
        Func<ICounterGrain, int, Task<long>>? call,
        CancellationToken end)
    {
        var known = Enumerable.Range(0, grains).Select(i => factory.GetGrain<ICounterGrain>($"{i}")).ToArray();
        var keys = known.Select(grain => grain.GetPrimaryKeyString()).ToArray();
        long calls = 0;
        for (var i = caller * 31; !end.IsCancellationRequested; i++, calls++)
        {
            if (call is null)
                await factory.GetGrain<ICounterGrain>(keys[i % grains]).Add(1);
            else
                await call(known[i % grains], 1);
        }

        return calls;
    }
}

/// <summary>The smallest possible grain.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    Task<long> Add(int number);

    /// <summary>Completes only after one more work item of the grain.</summary>
    Task<long> AddLater(int number);
}

public sealed class CounterGrain : Grain, ICounterGrain
{
    private long sum;

    public Task<long> Add(int number) => Task.FromResult(sum += number);

    public async Task<long> AddLater(int number)
    {
        await Task.Yield();
        return sum += number;
    }
}
