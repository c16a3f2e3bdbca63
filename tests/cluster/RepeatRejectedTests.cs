using System.Runtime.CompilerServices;
using Ticketing.Reservations;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>Client calls that a stopping silo rejects.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RepeatRejectedTests(PostgresFixture postgres)
{
    private readonly CallTrouble trouble = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_was_rejected_is_repeated_and_takes_effect_once(bool afterTheWork)
    {
        var store = new MemoryTicketStore(TimeProvider.System);

        var outcome = await ReserveAsync(store, Make<SiloUnavailableException>(), afterTheWork);

        Assert.Equal(ReserveResult.Reserved, outcome.Result);
        Assert.Single(store.Reservations);
    }

    [Fact]
    public async Task A_call_that_timed_out_is_not_repeated()
    {
        var store = new MemoryTicketStore(TimeProvider.System);

        await Assert.ThrowsAsync<TimeoutException>(
            () => ReserveAsync(store, new TimeoutException(), afterTheWork: false));

        Assert.Empty(store.Reservations);
    }

    private async Task<ReserveOutcome> ReserveAsync(MemoryTicketStore store, Exception fault, bool afterTheWork)
    {
        store.Seed(SaleCluster.Terms, SaleCluster.Seats);
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        await using var cluster = await SaleCluster.StartAsync(store, 1, database.ConnectionString, trouble);
        trouble.FailNext(fault, afterTheWork);
        return await SaleCluster.ReserveAsync(cluster, Guid.NewGuid(), "0");
    }

    /// <summary>Makes an exception without a constructor, as Orleans' serializer does.</summary>
    private static Exception Make<T>() where T : Exception => (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
}
