using System.Diagnostics;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Timing;

public sealed class ReplicaTimeTests : IAsyncLifetime
{
    private ReplicaPair pair = null!;

    public async Task InitializeAsync()
    {
        pair = await ReplicaPair.StartAsync();
        await pair.UntilReplicaServesAsync();
    }

    public async Task DisposeAsync() => await pair.DisposeAsync();

    [Fact]
    public async Task A_replica_that_stays_behind_is_left_when_it_is_too_old()
    {
        await pair.ExecuteOnReplicaAsync("select pg_wal_replay_pause()");
        await pair.Catalog.CreateConcertAsync(new("Concert", "Hall", ""));

        var waited = await Wait.Until(() => !pair.Host.Database.IsReplicaUsed, "the primary serves");

        Assert.InRange(waited.TotalSeconds, 0, ReplicaPair.StalenessSeconds + 1.5);
    }

    [Fact]
    public async Task A_read_waits_little_for_a_replica_that_hangs()
    {
        var waited = new Stopwatch();
        await pair.Replica.WhileHangingAsync(async () =>
        {
            Assert.True(pair.Host.Database.IsReplicaUsed);
            waited.Start();
            await pair.ConcertsAsync();
            waited.Stop();
        });
        Assert.InRange(waited.Elapsed.TotalSeconds, 1, 3.5);
    }
}
