using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ticketing.Store;

namespace Ticketing.Bench.Store;

/// <summary>
/// A reservation of one seat (seat guard, reservation, its seat, payment, event), written in three ways to one
/// Postgres, alternately within one run.
/// </summary>
public static class StoreBench
{
    private const int Rounds = 9;
    private const int Clients = 32;
    private static readonly int[] StoreCallers = [32, 256, 1_024];
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(2);

    public static async Task RunAsync()
    {
        var options = new StoreOptions
        {
            ConnectionString = await BenchPostgres.Given().CreateDatabaseAsync("store"),
            PoolSize = (2 * Clients) + 8,
        };
        await using var dataSource = StoreDataSource.Create(options);
        var house = await StoreHouse.CreateAsync(dataSource);
        await using var store = new PostgresTicketStore(
            dataSource, Options.Create(options), new StoreMeters(), TimeProvider.System,
            NullLogger<PostgresTicketStore>.Instance);
        await using var rowLock = await RowLockWay.StartAsync(dataSource, Clients);
        await using var single = await SingleStatementWay.StartAsync(dataSource, Clients);
        IWay[] ways =
        [
            rowLock, single,
            .. StoreCallers.Select(callers => new StoreWay(store, callers)),
            new StoreWay(store, 256, limited: false),
        ];

        foreach (var way in ways)
        {
            await WarmUp.RunAsync($"{way.Name}, {way.Callers} callers", async () =>
            {
                await house.ClearAsync();
                return (await Sample.OfAsync(way, house, Phase)).PerSecond;
            });
        }

        var samples = ways.ToDictionary(way => way, _ => new List<Sample>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var way in ways)
            {
                await house.ClearAsync();
                samples[way].Add(await Sample.OfAsync(way, house, Phase));
            }
        }

        Print(samples);
    }

    private static void Print(Dictionary<IWay, List<Sample>> samples)
    {
        Console.WriteLine(
            $"one seat a reservation, distinct seats; median of {Rounds} rounds of {Phase.TotalSeconds} s");
        Console.WriteLine($"{"way",-26} {"callers",8} {"reservations/s",15} {"p50 ms",8} {"p99 ms",8}");
        foreach (var (way, rounds) in samples)
        {
            Console.WriteLine(
                $"{way.Name,-26} {way.Callers,8} {Median(rounds, sample => sample.PerSecond),15:N0} "
                + $"{Median(rounds, sample => sample.P50),8:0.0} {Median(rounds, sample => sample.P99),8:0.0}");
        }

        var rowLock = samples.Single(pair => pair.Key is RowLockWay).Value;
        var single = samples.Single(pair => pair.Key is SingleStatementWay).Value;
        Figures.Print("store.row_lock_per_second", Median(rowLock, sample => sample.PerSecond), "reservations/s");
        Figures.Print(
            "store.single_statement_per_second", Median(single, sample => sample.PerSecond), "reservations/s");
        foreach (var (way, rounds) in samples.Where(pair => pair.Key is StoreWay { Limited: true }))
        {
            Figures.Print(
                $"store.reservations_per_second_{way.Callers}", Median(rounds, sample => sample.PerSecond),
                "reservations/s");
            Figures.Print($"store.p99_{way.Callers}", Median(rounds, sample => sample.P99), "ms");
        }

        var ours = samples.Single(pair => pair.Key is StoreWay { Limited: true, Callers: 256 }).Value;
        Figures.Print("store.reservations_per_second", Median(ours, sample => sample.PerSecond), "reservations/s");
        var unlimited = samples.Single(pair => pair.Key is StoreWay { Limited: false }).Value;
        Figures.Print("store.ratio_to_no_limit", Ratio(ours, unlimited), "x");
        Figures.Print("store.ratio_to_single_statement", Ratio(ours, single), "x");
        Figures.Print("store.ratio_to_row_lock", Ratio(ours, rowLock), "x");
    }

    /// <summary>Compares figures of the same round, so that a slow phase of the machine affects both.</summary>
    private static double Ratio(List<Sample> ours, List<Sample> theirs) =>
        Median(ours.Zip(theirs, (a, b) => a.PerSecond / b.PerSecond), ratio => ratio);

    private static double Median<T>(IEnumerable<T> values, Func<T, double> select) =>
        Figures.Percentile(values.Select(select), 50);
}

/// <summary>The measurement of one way for some seconds. Times in ms.</summary>
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
