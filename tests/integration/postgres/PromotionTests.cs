using System.Globalization;
using Npgsql;
using Ticketing.Storage;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>
/// The primary is lost during purchases and its replica is promoted, by the commands of the operator's handbook.
/// </summary>
public sealed class PromotionTests : IAsyncLifetime
{
    private const double FansPerSecond = 4;
    private const int Purchases = 10;

    private PostgresServer primary = null!;
    private PostgresServer replica = null!;

    /// <summary>Names both servers, as an installation does that can fail over.</summary>
    private string Both
    {
        get
        {
            var (one, other) = (Settings(primary), Settings(replica));
            return new NpgsqlConnectionStringBuilder(primary.ConnectionString)
            {
                Host = $"{one.Host}:{one.Port},{other.Host}:{other.Port}",
            }.ConnectionString;
        }
    }

    public async Task InitializeAsync()
    {
        primary = await PostgresServer.StartNewAsync();
        await PostgresDatabase.MigrateAsync(primary.ConnectionString);
        replica = await primary.StartReplicaAsync();
        await Wait.Until(
            async () => (await primary.ReplicationAsync("status")).Contains("streaming"), "the replica follows");
    }

    public async Task DisposeAsync()
    {
        await replica.DisposeAsync();
        await primary.DisposeAsync();
    }

    [Fact]
    public async Task After_the_primary_was_killed_under_purchases_and_the_replica_promoted_every_yes_is_kept()
    {
        await primary.ReplicationAsync("sync");
        var environment = ApiProcess.Environment(Both);
        await using var api = new ServerProcess("api.dll", environment);
        await api.StartAsync();
        await using var purchases = await SteadyPurchases.StartAsync(api.Address, FansPerSecond);
        await purchases.UntilQuickAsync(Purchases);

        await primary.KillAsync();
        var timeline = await replica.ReplicationAsync("promote");
        await purchases.UntilSoldAsync(Purchases);
        // The old primary is started again by mistake. It is named first, but must not be used.
        await primary.StartAsync();
        await purchases.UntilSoldAsync(Purchases);
        await purchases.StopAsync();

        Assert.Equal("2", timeline);
        var sold = await PurchaseBooks.AssertKeptAsync(replica.ConnectionString, purchases.Fans);
        Assert.True(sold >= 3 * Purchases);
        await AssertOldPrimaryTakesNothingAsync(int.Parse(timeline, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_commit_that_no_replica_has_is_not_answered_with_a_yes()
    {
        await primary.ReplicationAsync("sync");
        await using var database = new PostgresDatabase(primary.ConnectionString, _ => Task.CompletedTask);
        var store = database.OpenStore(options => options with { CommandTimeoutSeconds = 2 });
        await store.CommitAsync(Reservation(1));

        await replica.WhileHangingAsync(() =>
            Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => store.CommitAsync(Reservation(2))));

        // The replica is awake again.
        await Wait.Until(() => CommitsAsync(store, 3), "commits are answered again");
    }

    /// <summary>This is why the handbook offers synchronous replication, and shows that the drill can fail.</summary>
    [Fact]
    public async Task Without_synchronous_replication_a_promotion_loses_commits_that_were_answered()
    {
        await using var database = new PostgresDatabase(primary.ConnectionString, _ => Task.CompletedTask);
        var store = database.OpenStore();
        await store.CommitAsync(Reservation(1));

        await CutOffAsync();
        await store.CommitAsync(Reservation(2));
        await primary.KillAsync();
        await replica.ReplicationAsync("promote");

        await using var promoted = new PostgresDatabase(replica.ConnectionString, _ => Task.CompletedTask);
        Assert.NotNull(await promoted.OpenStore().LoadReservationAsync(IdOf(1)));
        Assert.Null(await promoted.OpenStore().LoadReservationAsync(IdOf(2)));
    }

    /// <summary>
    /// A process that has used the new primary refuses the old one; so does one that was told of the promotion; and to
    /// any other the old primary answers no commit, because no replica follows it.
    /// </summary>
    private async Task AssertOldPrimaryTakesNothingAsync(int timeline)
    {
        await using var old = new PostgresDatabase(primary.ConnectionString, _ => Task.CompletedTask);
        var uninformed = old.OpenStore(options => options with { CommandTimeoutSeconds = 2 });
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => uninformed.CommitAsync(Reservation(1)));
        var told = old.OpenStore(options => options with { LeastTimeline = timeline });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => told.CommitAsync(Reservation(2)));

        await using var promoted = new PostgresDatabase(replica.ConnectionString, _ => Task.CompletedTask);
        await promoted.OpenStore().CommitAsync(Reservation(3));
        var experienced = old.OpenStore();
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => experienced.CommitAsync(Reservation(4)));
        Assert.Contains("has replaced", refusal.Message);
    }

    /// <summary>
    /// The replica loses its connection to the primary. (When it only hangs, the log waits in the connection.)
    /// </summary>
    private async Task CutOffAsync()
    {
        await using var source = NpgsqlDataSource.Create(replica.ConnectionString + ";Pooling=false");
        foreach (var sql in new[]
        {
            "alter system set primary_conninfo = 'host=127.0.0.1 port=1'", "select pg_reload_conf()",
        })
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        await Wait.Until(
            async () => !(await primary.ReplicationAsync("status")).Contains("streaming"), "the replica is cut off");
    }

    private static async Task<bool> CommitsAsync(ITicketStore store, int number)
    {
        try
        {
            await store.CommitAsync(Reservation(number));
            return true;
        }
        catch (CommitOutcomeUnknownException)
        {
            return false;
        }
        catch (CommitConflictException)
        {
            return true; // by an earlier attempt
        }
    }

    private static Commit Reservation(int number)
    {
        var row = Example.Reservation(IdOf(number), number);
        return new Commit { Reservations = [row], Payments = [Example.Payment(row)] };
    }

    private static Guid IdOf(int number) => new(number, 0, 0, new byte[8]);

    private static NpgsqlConnectionStringBuilder Settings(PostgresServer server) => new(server.ConnectionString);
}
