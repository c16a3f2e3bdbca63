using Npgsql;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>The real grains on two silos, with the store in memory.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SaleTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Fans_who_want_the_same_seats_of_two_silos_get_each_seat_once()
    {
        var store = new MemoryTicketStore(TimeProvider.System);
        store.Seed(SaleCluster.Terms, SaleCluster.Seats);
        await using var database = await postgres.CreateEmptyDatabaseAsync(); // for the grains' own state
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        await using var cluster = await SaleCluster.StartAsync(store, silos: 2, database.ConnectionString);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 400).Select(async fan =>
            await SaleCluster.ReserveAsync(cluster, Guid.NewGuid(), $"{fan % 100}", $"{(fan + 1) % 100}")));

        var seats = outcomes.Where(outcome => outcome.Result == ReserveResult.Reserved)
            .SelectMany(outcome => outcome.Reservation!.Seats).Select(seat => seat.SeatId).ToArray();
        Assert.NotEmpty(seats);
        Assert.Equal(seats.Length, seats.Distinct().Count());
        Assert.Equal(seats.Length, store.Seats.Count(seat => seat.ReservationId is not null));
    }

    [Theory]
    [InlineData(typeof(StoreOverloadedException))]
    [InlineData(typeof(StoreUnavailableException))]
    [InlineData(typeof(CommitOutcomeUnknownException))]
    public async Task What_the_store_throws_on_a_silo_reaches_the_client_as_what_it_is(Type kind)
    {
        var fault = (Exception)Activator.CreateInstance(kind, "what happened", new NpgsqlException("why"))!;
        var store = new BrokenStore(fault);
        store.Seed(SaleCluster.Terms, SaleCluster.Seats);
        await using var database = await postgres.CreateEmptyDatabaseAsync(); // for the grains' own state
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        await using var cluster = await SaleCluster.StartAsync(store, silos: 2, database.ConnectionString);

        var thrown = await Assert.ThrowsAsync(
            kind, () => SaleCluster.ReserveAsync(cluster, Guid.NewGuid(), "1"));

        Assert.Equal("what happened", thrown.Message);
        Assert.Equal("why", Assert.IsType<NpgsqlException>(thrown.InnerException).Message);
    }

    private sealed class BrokenStore(Exception fault) : MemoryTicketStore(TimeProvider.System)
    {
        protected override Task BeforeCommitAsync(Commit commit) => Task.FromException(fault);
    }
}
