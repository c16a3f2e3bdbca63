using System.Diagnostics;
using System.Globalization;
using System.Net;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Orleans;

/// <summary>More silos are killed at once than remain to vote.</summary>
[Collection(PostgresCollection.Name)]
public sealed class LostSilosTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Grains = 40;
    private static readonly TimeSpan TakenOverWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ReplacedWithin = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task When_all_silos_are_lost_new_ones_at_other_addresses_take_over_within_a_minute()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        await using var cluster = await ClusterRun.StartAsync(database.ConnectionString, silos: 2, apis: 1);
        foreach (var silo in cluster.Silos) await silo.KillAsync();

        var clock = Stopwatch.StartNew();
        var load = new MachineLoad();
        await Task.WhenAll(cluster.AddSiloAsync(), cluster.AddSiloAsync());
        var ready = clock.Elapsed;
        await AssertAnswersWithinAsync(ReplacedWithin, cluster, clock);
        Tell($"new silos ready after {Seconds(ready)} s, answers after {Seconds(clock.Elapsed)} s", load);
    }

    [Fact]
    public async Task When_two_of_three_silos_are_lost_the_third_takes_over_within_20_seconds()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        await using var cluster = await ClusterRun.StartAsync(database.ConnectionString, silos: 3, apis: 1);
        await AssertAnswersWithinAsync(TakenOverWithin, cluster, Stopwatch.StartNew());
        var load = new MachineLoad();
        await Task.WhenAll(cluster.Silos[1].KillAsync(), cluster.Silos[2].KillAsync());

        var clock = Stopwatch.StartNew();
        await AssertAnswersWithinAsync(TakenOverWithin, cluster, clock);
        Tell($"answers again after {Seconds(clock.Elapsed)} s", load);
    }

    private static async Task AssertAnswersWithinAsync(TimeSpan limit, ClusterRun cluster, Stopwatch clock)
    {
        using var http = new HttpClient { BaseAddress = cluster.Apis[0].Address };
        while (!await AnswersAsync(http))
            Assert.True(clock.Elapsed < limit, $"no answers after {Seconds(clock.Elapsed)} s");
        Assert.True(clock.Elapsed < limit, $"answers only after {Seconds(clock.Elapsed)} s");
    }

    /// <summary>Whether many grains answer, whichever silos they are on.</summary>
    private static async Task<bool> AnswersAsync(HttpClient http) =>
        (await Task.WhenAll(Enumerable.Range(0, Grains).Select(async _ =>
        {
            using var answer = await http.GetAsync($"/api/v1/schedules/{Guid.NewGuid()}/seats");
            return answer.StatusCode == HttpStatusCode.NotFound;
        }))).All(answered => answered);

    private void Tell(string what, MachineLoad load) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}; processors {load.BusyPercent:0} % busy; {ClusterRun.Settings}"));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
}
