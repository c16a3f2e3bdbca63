using System.Runtime.CompilerServices;
using Npgsql;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Orleans;

/// <summary>
/// Kills the processes of <c>./run cluster</c> one by one during steady purchases. The results that fans saw are
/// appended to .local/chaos/table.md.
/// </summary>
public sealed class ChaosTests(ClusterScript cluster, ITestOutputHelper output) : IClassFixture<ClusterScript>
{
    private const double FansPerSecond = 4;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);

    [Fact]
    public Task A_silo_is_killed() => DuringAsync("kill -9 of a silo", () => cluster.ReplaceAsync("silo-2", "KILL"));

    [Fact]
    public Task A_silo_hangs() => DuringAsync(
        "a silo hangs for 20 s (SIGSTOP)", () => cluster.HangAsync("silo-2", Away));

    [Fact]
    public Task An_api_process_is_killed() =>
        DuringAsync("kill -9 of an api process", () => cluster.ReplaceAsync("api-1", "KILL"));

    [Fact]
    public Task Redis_is_killed() => DuringAsync("kill -9 of Redis", () => cluster.ReplaceAsync("redis", "KILL"));

    [Fact]
    public Task Postgres_is_restarted() =>
        DuringAsync("a restart of Postgres", () => cluster.ReplaceAsync("postgres", "INT"));

    [Fact]
    public Task Postgres_is_killed() =>
        DuringAsync("kill -9 of Postgres", () => cluster.ReplaceAsync("postgres", "KILL"));

    [Fact]
    public Task The_replica_is_killed() => DuringAsync(
        "kill -9 of the replica", () => cluster.ReplaceAsync("replica", "KILL"), maxFailed: 0);

    [Fact]
    public Task The_replica_hangs() => DuringAsync(
        "the replica hangs for 20 s (SIGSTOP)", () => cluster.HangAsync("replica", Away), maxFailed: 0);

    /// <summary>
    /// The mock broker keeps nothing on disk, so events that no group has consumed are lost with it. Orders still end,
    /// because the sweeper publishes unanswered steps again; the command rebuild-read-model repairs the read model. The
    /// counts of the statistics come from events alone, so this test puts them right.
    /// </summary>
    [Fact]
    public Task The_mock_broker_is_killed() => DuringAsync(
        "kill -9 of the mock broker, rebuild-read-model",
        () => cluster.ReplaceAsync("kafka", "KILL"),
        repair: async () =>
        {
            var (exit, _, error) = await ProgramCommand.RunAsync(
                "api.dll", cluster.ConnectionString, "rebuild-read-model");
            Assert.True(exit == 0, error);
            await RecountAsync();
        });

    [Fact]
    public Task The_broker_is_away() => DuringAsync(
        "Kafka is away for 20 s",
        async () =>
        {
            await cluster.TellBrokerAsync("down");
            await Task.Delay(Away);
            await cluster.TellBrokerAsync("up");
        },
        maxFailed: 0);

    [Fact]
    public Task Everything_is_restarted_one_after_the_other() => DuringAsync(
        "a rolling restart of all silos and api processes",
        async () =>
        {
            foreach (var name in ClusterScript.SiloNames.Concat(ClusterScript.ApiNames))
                await cluster.ReplaceAsync(name, "TERM");
        },
        maxFailed: 0);

    [Fact]
    public async Task A_gate_and_a_cancellation_at_the_same_moment_do_not_both_succeed()
    {
        await cluster.UntilWholeAsync();

        var race = await GateRace.RunAsync(cluster.Door);

        output.WriteLine($"{race}");
        Assert.Equal(0, race.Both);
        Assert.True(race is { LetIn: > 0, Returned: > 0 }, $"{race}");
        var (exit, report, _) = await ProgramCommand.RunAsync("api.dll", cluster.ConnectionString, "audit");
        Assert.True(exit == 0, report);
    }

    /// <summary>Repeated until the audit holds: an event that was not lost may still arrive after a count.</summary>
    private async Task RecountAsync()
    {
        const string Recount = """
            update schedule_statistics s set reserved = r.reserved, cancelled = r.cancelled, expired = r.expired,
                revenue = r.revenue, version = s.version + 1
            from (select r.schedule_id, count(*) as reserved, count(*) filter (where r.status = 3) as cancelled,
                      count(*) filter (where r.status = 4) as expired,
                      coalesce(sum(p.charged) filter (where r.status = 2), 0)::bigint as revenue
                  from reservations r join payments p on p.reservation_id = r.id group by r.schedule_id) r
            where r.schedule_id = s.schedule_id
            """;
        await using var database = NpgsqlDataSource.Create(cluster.ConnectionString);
        await Wait.Until(
            async () =>
            {
                await using var command = database.CreateCommand(Recount);
                await command.ExecuteNonQueryAsync();
                await Task.Delay(TimeSpan.FromSeconds(1));
                return (await SqlChecks.ViolationsAsync(cluster.ConnectionString, atRest: true)).Count == 0;
            },
            "the audit holds after a count");
    }

    private async Task DuringAsync(
        string name, Func<Task> happen, int? maxFailed = null, Func<Task>? repair = null)
    {
        await cluster.UntilWholeAsync();
        var seen = await Accident.UnderPurchasesAsync(
            name, cluster.Door, cluster.ConnectionString, FansPerSecond, Calm, happen, repair);
        output.WriteLine($"{Accident.Header}\n{seen}");
        Keep(seen);
        if (maxFailed is { } most) Assert.InRange(seen.Failed, 0, most);
    }

    private static void Keep(Accident seen, [CallerFilePath] string here = "")
    {
        var table = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".local", "chaos", "table.md");
        if (!File.Exists(table)) File.AppendAllText(table, Accident.Header + "\n");
        File.AppendAllText(table, $"{seen}\n");
    }
}
