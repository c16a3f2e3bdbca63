using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Bench.Store;
using Ticketing.Store;

namespace Ticketing.Bench.Replication;

/// <summary>
/// The price of synchronous replication: the same commits of one-seat reservations, with a streaming replica on the
/// same machine, alternately with and without waiting for it.
/// </summary>
public static class ReplicationBench
{
    private const int Rounds = 9;
    private static readonly int[] Callers = [1, 32, 256];
    private static readonly bool[] Modes = [false, true];
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(2);

    public static async Task RunAsync()
    {
        var options = new StoreOptions
        {
            ConnectionString = await BenchPostgres.Given().CreateDatabaseAsync("replication"),
        };
        await using var dataSource = StoreDataSource.Create(options);
        var house = await StoreHouse.CreateAsync(dataSource);
        await using var store = new PostgresTicketStore(
            dataSource, Options.Create(options), new StoreMeters(), TimeProvider.System,
            NullLogger<PostgresTicketStore>.Instance);
        StoreWay[] ways = [.. Callers.Select(callers => new StoreWay(store, callers))];
        await WarmUp.RunAsync("commits", async () =>
        {
            await house.ClearAsync();
            return (await Sample.OfAsync(ways[^1], house, Phase)).PerSecond;
        });

        var samples = ways.SelectMany(way => Modes.Select(isSynchronous => (way, isSynchronous)))
            .ToDictionary(key => key, _ => new List<Sample>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var isSynchronous in Modes)
            {
                await SetAsync(dataSource, isSynchronous);
                foreach (var way in ways)
                {
                    await house.ClearAsync();
                    samples[(way, isSynchronous)].Add(await Sample.OfAsync(way, house, Phase));
                }
            }
        }

        Print(samples);
    }

    /// <summary>Does what deploy/postgres/replication does, and waits until the server follows it.</summary>
    private static async Task SetAsync(NpgsqlDataSource dataSource, bool isSynchronous)
    {
        var names = isSynchronous ? "ANY 1 (ticketing_replica)" : "";
        await using (var set = dataSource.CreateCommand(
            $"alter system set synchronous_standby_names = '{names}'"))
            await set.ExecuteNonQueryAsync();
        await using (var reload = dataSource.CreateCommand("select pg_reload_conf()"))
            await reload.ExecuteNonQueryAsync();
        await using var show = dataSource.CreateCommand(
            "select current_setting('synchronous_standby_names') || ' ' || "
            + "(select count(*) from pg_stat_replication where sync_state = 'quorum')");
        while ((string?)await show.ExecuteScalarAsync() != $"{names} {(isSynchronous ? 1 : 0)}")
            await Task.Delay(TimeSpan.FromMilliseconds(50));
    }

    private static void Print(Dictionary<(StoreWay Way, bool IsSynchronous), List<Sample>> samples)
    {
        Console.WriteLine(
            $"one seat a reservation, primary and replica on one machine; median of {Rounds} rounds of "
            + $"{Phase.TotalSeconds} s");
        Console.WriteLine($"{"replication",-14} {"callers",8} {"reservations/s",15} {"p50 ms",8} {"p99 ms",8}");
        foreach (var ((way, isSynchronous), rounds) in samples)
        {
            var mode = isSynchronous ? "synchronous" : "asynchronous";
            Console.WriteLine(
                $"{mode,-14} {way.Callers,8} {Median(rounds, sample => sample.PerSecond),15:N0} "
                + $"{Median(rounds, sample => sample.P50),8:0.0} {Median(rounds, sample => sample.P99),8:0.0}");
        }

        foreach (var ((way, isSynchronous), rounds) in samples)
        {
            var name = $"replication.{(isSynchronous ? "synchronous" : "asynchronous")}";
            Figures.Print(
                $"{name}_per_second_{way.Callers}", Median(rounds, sample => sample.PerSecond), "reservations/s");
            Figures.Print($"{name}_p50_{way.Callers}", Median(rounds, sample => sample.P50), "ms");
            Figures.Print($"{name}_p99_{way.Callers}", Median(rounds, sample => sample.P99), "ms");
        }
    }

    private static double Median(List<Sample> samples, Func<Sample, double> select) =>
        Figures.Percentile(samples.Select(select), 50);
}
