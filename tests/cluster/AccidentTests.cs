using System.Globalization;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Orleans;

/// <summary>
/// A sale on a cluster of real processes while one silo is killed, stopped, frozen or added. No supervisor restarts it;
/// restarts are tested in <see cref="ChaosTests"/>.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class AccidentTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Fans = 100;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(40);
    private static readonly Bounds Quick = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
    private static readonly Bounds Hung = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));
    private const int Runs = 3;

    [Fact]
    public Task A_silo_that_is_killed_is_replaced_within_5_seconds_and_no_call_hangs_longer_than_6() => During(
        cluster => cluster.Silos[1].KillAsync(), Quick);

    [Fact]
    public Task A_silo_that_is_stopped_is_not_noticed_by_the_fans() => During(
        cluster => cluster.Silos[1].StopAsync(), Quick, unserved: 0);

    /// <summary>The other silos declare it dead; <see cref="MembershipWatch"/> must see that.</summary>
    [Fact]
    public Task A_silo_that_freezes_and_comes_back_sells_nothing_twice() => During(
        async cluster =>
        {
            await using var members = await cluster.WatchMembersAsync();
            await cluster.Silos[1].FreezeAsync();
            await Task.Delay(Frozen);
            await cluster.Silos[1].ThawAsync();
            Assert.NotEmpty(await members.StopAsync());
        },
        Hung);

    [Fact]
    public Task A_silo_that_joins_is_not_noticed_by_the_fans() => During(
        cluster => cluster.AddSiloAsync(), Quick);

    /// <summary>
    /// The promises to fans must hold in every run. A busy machine may miss the time bounds in one run, so they must
    /// hold in at least one of <see cref="Runs"/>.
    /// </summary>
    private async Task During(Func<ClusterRun, Task> accident, Bounds bounds, int? unserved = null)
    {
        for (var run = 1; ; run++)
        {
            await using var database = await postgres.CreateEmptyDatabaseAsync();
            await PostgresDatabase.MigrateAsync(database.ConnectionString);
            await using var cluster = await ClusterRun.StartAsync(database.ConnectionString, silos: 3, apis: 2);
            var missed = await SellAsync(cluster, database.ConnectionString, accident, bounds, unserved);
            if (missed.Count == 0) return;
            Assert.True(run < Runs, $"in each of {Runs} runs; in the last: {string.Join("; ", missed)}");
        }
    }

    /// <returns>The time bounds that were missed.</returns>
    private async Task<List<string>> SellAsync(
        ClusterRun cluster, string connectionString, Func<ClusterRun, Task> accident, Bounds bounds, int? unserved)
    {
        var log = new AnswerLog();
        var doors = cluster.Apis.Select(api => Browser.Connect(api.Address)).ToArray();
        var scheduleId = await ContendedSale.OpenAsync(new Browser(doors[0]));
        var fans = Enumerable.Range(0, Fans)
            .Select(number => new ContendingFan(new Browser(doors[number % doors.Length], log), scheduleId, number))
            .ToArray();
        await Task.WhenAll(fans.Select(fan => fan.PrepareAsync()));

        using var end = new CancellationTokenSource();
        var load = new MachineLoad();
        var start = log.Now;
        var sale = Task.WhenAll(fans.Select(fan => fan.ContendAsync(end.Token)));
        await Task.Delay(Calm);
        var at = log.Now;
        await accident(cluster);
        var done = log.Now;
        await Task.Delay(After);
        await end.CancelAsync();
        await sale;

        Tell(log, start, at, done, load.BusyPercent);
        Assert.Empty(await SqlChecks.ViolationsAsync(connectionString, atRest: false));
        await ContendedSale.AssertKeptAsync(connectionString, fans);
        await Task.Delay(TimeSpan.FromSeconds(ContendedSale.HoldSeconds + 5));
        Assert.Empty(await SqlChecks.ViolationsAsync(connectionString, atRest: true));
        await ContendedSale.AssertKeptAsync(connectionString, fans);
        foreach (var door in doors) door.Dispose();
        var missed = new List<string>();
        var longest = log.Longest(at, log.Now);
        if (longest >= bounds.LongestCall) missed.Add($"the longest call took {longest}");
        if (log.Outage(at) is var outage && outage >= bounds.AnsweredAgain)
            missed.Add($"all were answered again only after {outage}");
        if (unserved is { } most && log.Unserved(at) > most) missed.Add($"{log.Unserved(at)} were not served");
        return missed;
    }

    /// <param name="AnsweredAgain">From the accident until every request is answered.</param>
    private sealed record Bounds(TimeSpan AnsweredAgain, TimeSpan LongestCall);

    private void Tell(AnswerLog log, TimeSpan start, TimeSpan at, TimeSpan done, double busyPercent)
    {
        var end = log.Now;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"all answered again after {log.Outage(at).TotalSeconds:0.00} s, "
            + $"longest call {log.Longest(at, end).TotalSeconds:0.00} s "
            + $"(before: {log.Longest(start, at).TotalSeconds:0.00} s), "
            + $"{log.Unserved(at)} unserved, accident took {(done - at).TotalSeconds:0.0} s; "
            + $"answers/s {log.Count(start, at) / (at - start).TotalSeconds:0} before and "
            + $"{log.Count(at, end) / (end - at).TotalSeconds:0} after, "
            + $"processors {busyPercent:0} % busy; {ClusterRun.Settings}"));
    }
}
