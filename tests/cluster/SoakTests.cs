using System.Globalization;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Orleans;

/// <summary>
/// Loads a cluster beyond the machine's capacity: a busy silo must not be declared dead. The run is short unless
/// TICKETING_SOAK_MINUTES is set.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class SoakTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Silos = 3;
    private const int FansPerProcessor = 50;
    private static readonly TimeSpan ShortRun = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Under_full_load_no_silo_is_suspected_or_declared_dead()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        var silosSaid = new SiloComplaints();
        await using var cluster = await ClusterRun.StartAsync(
            database.ConnectionString, Silos, apis: 2, onSiloLine: silosSaid.Add);
        await using var members = await cluster.WatchMembersAsync();
        using var end = new CancellationTokenSource();
        var log = new AnswerLog();
        var doors = cluster.Apis.Select(api => Browser.Connect(api.Address)).ToArray();
        var scheduleId = await ContendedSale.OpenAsync(new Browser(doors[0]));
        var fans = Enumerable.Range(0, FansPerProcessor * Environment.ProcessorCount)
            .Select(number => new ContendingFan(new Browser(doors[number % doors.Length], log), scheduleId, number))
            .ToArray();
        await Task.WhenAll(fans.Select(fan => fan.PrepareAsync()));

        var used = ProcessorSeconds(cluster);
        var load = new MachineLoad();
        var start = log.Now;
        var sale = Task.WhenAll(fans.Select(fan => fan.ContendAsync(end.Token)));
        await Task.WhenAny(sale, Task.Delay(Length()));
        await end.CancelAsync();
        await sale;
        var seconds = (log.Now - start).TotalSeconds;
        var suspected = await members.StopAsync();
        var share = (ProcessorSeconds(cluster) - used) / seconds / Environment.ProcessorCount;

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{seconds:0} s, {fans.Length} fans, {log.Count(start, log.Now)} answers, {log.Unserved(start)} unserved, "
            + $"longest call {log.Longest(start, log.Now).TotalSeconds:0.00} s; "
            + $"processors {load.BusyPercent:0} % busy, {share * 100:0} % by silos and apis; "
            + $"table read {members.Looks} times, {suspected.Count} complaints; "
            + $"{ClusterRun.Settings}"));
        output.WriteLine(silosSaid.ToString());
        foreach (var door in doors) door.Dispose();
        Assert.Empty(suspected);
        // A silo that was declared dead ends itself.
        Assert.All(cluster.Silos, silo => Assert.True(silo.IsRunning, "a silo has ended"));
        Assert.Empty(await SqlChecks.ViolationsAsync(database.ConnectionString, atRest: false));
        await ContendedSale.AssertKeptAsync(database.ConnectionString, fans);
    }

    private static double ProcessorSeconds(ClusterRun cluster) =>
        cluster.Silos.Concat(cluster.Apis).Sum(process => process.ProcessorTime.TotalSeconds);

    private static TimeSpan Length() =>
        Environment.GetEnvironmentVariable("TICKETING_SOAK_MINUTES") is { Length: > 0 } minutes
            ? TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))
            : ShortRun;
}
