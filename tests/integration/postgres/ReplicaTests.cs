using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>On a primary and a streaming replica of its own.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private ReplicaPair pair = null!;

    public async Task InitializeAsync() => pair = await ReplicaPair.StartAsync();

    public async Task DisposeAsync() => await pair.DisposeAsync();

    [Fact]
    public async Task Reads_go_to_the_replica_while_it_is_there_and_not_too_far_behind()
    {
        await pair.UntilReplicaServesAsync();
        var user = Guid.NewGuid();
        await AssertOwnWritesAreFoundAsync(user, 1);

        await pair.ExecuteOnReplicaAsync("select pg_wal_replay_pause()");
        await AssertOwnWritesAreFoundAsync(user, 2);
        Assert.DoesNotContain("Concert 2", await pair.ConcertsAsync()); // harmless for a while
        await Wait.Until(() => !pair.Host.Database.IsReplicaUsed, "the primary serves");
        await AssertPrimaryServesAsync(user, 3);

        await pair.ExecuteOnReplicaAsync("select pg_wal_replay_resume()");
        await pair.UntilReplicaServesAsync();
        Assert.Contains("Concert 3", await pair.ConcertsAsync());

        await pair.Replica.StopAsync();
        await AssertPrimaryServesAsync(user, 4); // before the process has noticed the outage
        await Wait.Until(
            () => Told()[^1].StartsWith("Reads go to the primary, because the replica does not answer ("),
            "the log says that the replica is gone");
        await AssertPrimaryServesAsync(user, 5);
        Assert.Contains("Concert 5", await pair.ConcertsAsync());

        await pair.Replica.StartAsync();
        await pair.UntilReplicaServesAsync();
        await AssertOwnWritesAreFoundAsync(user, 6);
        var toReplica = Told().Select(line => line == "Reads that may be a little old go to the replica").ToArray();
        Assert.True(toReplica[^1]);
        Assert.All(toReplica.Zip(toReplica[1..]), two => Assert.NotEqual(two.First, two.Second)); // one line a switch
    }

    private IReadOnlyList<string> Told() => [.. pair.Host.Log.Messages.Where(line => line.StartsWith("Reads "))];

    /// <summary>Checks every read of lists.</summary>
    private async Task AssertOwnWritesAreFoundAsync(Guid user, int number)
    {
        var concert = (await pair.Catalog.CreateConcertAsync(new NewConcert($"Concert {number}", "Hall", ""))).Value!;
        var row = Example.Reservation(Guid.NewGuid(), number) with
        {
            UserId = user,
            CreatedAt = DateTimeOffset.UtcNow,
            UpdatedAt = DateTimeOffset.UtcNow,
        };
        await pair.Store.CommitAsync(new Commit { Reservations = [row], Payments = [Example.Payment(row)] });

        Assert.Equal(concert, await pair.Catalog.GetConcertAsync(concert.Id));
        var list = await pair.Host.ListAsync(user, pageSize: 2);
        Assert.Equal(number, list.Count);
        Assert.Equal(row.Id, list[0].Id);
    }

    private async Task AssertPrimaryServesAsync(Guid user, int number)
    {
        await AssertOwnWritesAreFoundAsync(user, number);
        Assert.False(await pair.Host.Database.AskAsync(ReplicaPair.IsReplicaAsync));
        Assert.Null(pair.Host.Database.Model);
    }
}
