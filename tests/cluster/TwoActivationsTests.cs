using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>
/// Two clusters on one database, so that every grain that both use has two activations. The same can happen for a
/// moment in one cluster that has lost a silo.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class TwoActivationsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Of_two_activations_of_one_seat_the_version_guard_refuses_one()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        await database.SeedAsync(SaleCluster.Terms, SaleCluster.Seats);
        var connection = database.ConnectionString;
        await using var here = await SaleCluster.StartAsync(SaleCluster.OpenStore(database), silos: 1, connection);
        await using var there = await SaleCluster.StartAsync(SaleCluster.OpenStore(database), silos: 1, connection);

        var key = GrainKeys.Seat(new SeatKey(SaleCluster.Terms.ScheduleId, "0"));
        foreach (var cluster in new[] { here, there }) // both see the seat as available
        {
            var seat = cluster.Client.GetGrain<ISeatGrain>(key);
            Assert.Equal(ClaimResult.Granted, (await seat.Claim(Guid.Empty)).Result);
            await seat.GiveBack(Guid.Empty);
        }

        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal(ReserveResult.Reserved, (await SaleCluster.ReserveAsync(here, first, "0")).Result);
        Assert.Equal(ReserveResult.Taken, (await SaleCluster.ReserveAsync(there, second, "0")).Result);
        Assert.Equal(first, await database.ScalarAsync<Guid>("select reservation_id from seats where seat_id = '0'"));
        Assert.Empty(await SqlChecks.ViolationsAsync(connection, atRest: false));
    }

    [Fact]
    public async Task When_both_are_asked_at_once_for_every_seat_exactly_one_says_yes()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        await database.SeedAsync(SaleCluster.Terms, SaleCluster.Seats);
        var connection = database.ConnectionString;
        await using var here = await SaleCluster.StartAsync(SaleCluster.OpenStore(database), silos: 1, connection);
        await using var there = await SaleCluster.StartAsync(SaleCluster.OpenStore(database), silos: 1, connection);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, SaleCluster.SeatCount).Select(seat => Task.WhenAll(
            SaleCluster.ReserveAsync(here, Guid.NewGuid(), $"{seat}"),
            SaleCluster.ReserveAsync(there, Guid.NewGuid(), $"{seat}"))));

        Assert.All(outcomes, both => Assert.Equal(
            [ReserveResult.Reserved, ReserveResult.Taken], both.Select(outcome => outcome.Result).Order()));
        Assert.Empty(await SqlChecks.ViolationsAsync(connection, atRest: false));
    }
}
