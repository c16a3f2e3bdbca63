using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>Stops and starts an instance of its own.</summary>
public sealed class DatabaseRestartTests
{
    [Fact]
    public async Task While_the_database_is_down_everything_is_refused_and_afterwards_nothing_is_lost()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await PostgresDatabase.MigrateAsync(server.ConnectionString);
        await using var database = new PostgresDatabase(server.ConnectionString, _ => Task.CompletedTask);
        await database.SeedAsync(Example.Terms, Example.SeededSeats(10));
        var store = database.OpenStore();
        await store.CommitAsync(Example.Reserve(1));

        await server.StopAsync();
        await Assert.ThrowsAnyAsync<TicketStoreException>(() => store.CommitAsync(Example.Reserve(2)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CommitAsync(Example.Reserve(2)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.LoadSeatAsync(Example.SeatKey(1)));
        await server.StartAsync();

        Assert.Equal(
            [new SeatSnapshot("1", Seats.SeatStatus.Held, 2)],
            (await store.LoadSeatSnapshotsAsync(Example.Schedule)).Where(seat => seat.Version > 1));
        await store.CommitAsync(Example.Reserve(2));
        Assert.Equal(2, (await store.LoadSeatAsync(Example.SeatKey(2)))!.Version);
    }
}
