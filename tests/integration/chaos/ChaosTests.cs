using Ticketing.Tests.Processes;
using Xunit.Abstractions;

namespace Ticketing.Tests.Chaos;

/// <summary>
/// Parts of an installation with one process fail and come back during steady purchases. The same for a whole cluster
/// is in tests/cluster.
/// </summary>
public sealed class ChaosTests(ChaosScene scene, ITestOutputHelper output) : IClassFixture<ChaosScene>
{
    private const double FansPerSecond = 5;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(5);

    [Fact]
    public Task A_server_that_is_killed_and_started_again_has_kept_every_yes() => DuringAsync(
        "the server is killed and started", async () =>
        {
            await scene.Api.KillAsync();
            await scene.Api.StartAsync();
        });

    [Fact]
    public Task A_restart_of_Postgres_loses_and_doubles_nothing() => DuringAsync(
        "Postgres is restarted", async () =>
        {
            await scene.Primary.StopAsync();
            await scene.Primary.StartAsync();
        });

    [Fact]
    public async Task Nobody_notices_that_the_replica_is_away()
    {
        var seen = await DuringAsync("the replica is away for 5 s", async () =>
        {
            await scene.Replica.StopAsync();
            await Task.Delay(Away);
            await scene.Replica.StartAsync();
        });
        Assert.Equal(0, seen.Failed);
    }

    [Fact]
    public async Task While_the_broker_is_away_payments_wait_and_nothing_fails()
    {
        var seen = await DuringAsync("the broker is away for 5 s", async () =>
        {
            await scene.Broker.TakeDownAsync();
            await Task.Delay(Away);
            await scene.Broker.BringUpAsync();
        });
        Assert.Equal(0, seen.Failed);
        Assert.InRange(seen.LongestPayment, Away / 2, Away * 4);
    }

    private async Task<Accident> DuringAsync(string name, Func<Task> happen)
    {
        var seen = await Accident.UnderPurchasesAsync(
            name, scene.Api.Address, scene.Primary.ConnectionString, FansPerSecond, Calm, happen);
        output.WriteLine($"{Accident.Header}\n{seen}");
        return seen;
    }
}
