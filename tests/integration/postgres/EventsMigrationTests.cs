using Ticketing.PostProcessing;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>Sales from before events existed are in the read model and in the counts.</summary>
[Collection(PostgresCollection.Name)]
public sealed class EventsMigrationTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly (ReservationStatus Status, PaymentStatus Payment)[] States =
    [
        (ReservationStatus.Pending, PaymentStatus.Pending),
        (ReservationStatus.Paying, PaymentStatus.Debiting),
        (ReservationStatus.Confirmed, PaymentStatus.Paid),
        (ReservationStatus.Confirmed, PaymentStatus.Paid),
        (ReservationStatus.Expired, PaymentStatus.Void),
        (ReservationStatus.Cancelled, PaymentStatus.Void),
        (ReservationStatus.Cancelled, PaymentStatus.Refunding),
        (ReservationStatus.Cancelled, PaymentStatus.Refunded),
    ];

    private readonly Migration[] upToEvents = [.. Migration.Embedded().Where(migration => migration.Number <= 5)];
    private PostgresDatabase database = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateEmptyDatabaseAsync();
        await database.ApplyAsync([.. Migration.Embedded().Where(migration => migration.Number < 5)]);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Reservations_in_every_state_are_in_the_read_model_and_counted()
    {
        var (sold, queued, quiet) = (Example.Schedule, Guid.NewGuid(), Guid.NewGuid());
        foreach (var schedule in new[] { sold, queued, quiet })
            await database.SeedAsync(Example.Terms with { ScheduleId = schedule }, []);
        foreach (var (at, (status, payment)) in States.Index())
            await ReserveAsync(at, status, payment);
        await database.ExecuteAsync(
            "update queues set last_number = 9, admitted_through = 4 where schedule_id = $1", sold);
        await database.ExecuteAsync("update queues set last_number = 2 where schedule_id = $1", queued);

        await database.ApplyAsync(upToEvents);

        var store = database.OpenStore();
        Assert.Equal(
            new StatisticsRow(
                new ScheduleStatistics(
                    sold, FansQueued: 9, FansAdmitted: 4, Reserved: 8, Confirmed: 4, Expired: 1, Cancelled: 3,
                    SeatsSold: 3 + 4, Revenue: 3_000 + 4_000, LastEventAt: Example.Now.AddSeconds(7)),
                1),
            await store.LoadStatisticsAsync(sold));
        Assert.Equal(
            new StatisticsRow(new ScheduleStatistics(queued, FansQueued: 2), 1),
            await store.LoadStatisticsAsync(queued));
        Assert.Null(await store.LoadStatisticsAsync(quiet));

        var rows = await ModelRows.ReadAsync(database.ConnectionString, ModelRows.Kept);
        var expected = await ModelRows.ReadAsync(database.ConnectionString, ModelRows.FromTables);
        Assert.Equal(expected.Select(ModelRows.Text), rows.Select(ModelRows.Text));
        Assert.Equal(States.Order(), rows.Select(row => (row.Reservation!.Status, row.Payment!.Status)).Order());
        Assert.All(rows, row => Assert.Equal(row.Reservation!.Amount, row.Reservation.Seats.Sum(seat => seat.Price)));
    }

    [Fact]
    public async Task What_is_written_from_then_on_follows_the_filled_rows()
    {
        await database.SeedAsync(Example.Terms, []);
        await ReserveAsync(0, ReservationStatus.Pending, PaymentStatus.Pending);
        await database.ApplyAsync(Migration.Embedded());
        var store = database.OpenStore();
        var filled = Assert.Single(await ModelRows.ReadAsync(database.ConnectionString, ModelRows.Kept));
        var counts = (await store.LoadStatisticsAsync(Example.Schedule))!;

        var paid = new PaymentFacet(PaymentStatus.Paid, filled.Payment!.Version + 1);
        await store.CommitAsync(new Commit
        {
            Details = [filled with { Reservation = null, Payment = paid }],
            Statistics = [counts with { Version = 2 }],
        });

        var kept = Assert.Single(await ModelRows.ReadAsync(database.ConnectionString, ModelRows.Kept));
        Assert.Equal(ModelRows.Text(filled with { Payment = paid }), ModelRows.Text(kept));
    }

    /// <summary>Reserves one seat more than the reservation before, at 1,000 points each.</summary>
    private async Task ReserveAsync(int at, ReservationStatus status, PaymentStatus payment)
    {
        var (id, user) = (Guid.NewGuid(), Guid.NewGuid());
        await database.ExecuteAsync(
            "insert into reservations values ($1, $2, $3, $4, 'hash', $5, $6, $7, false, $8, $9, $10)",
            id, Example.Schedule, user, 1_000L * (at + 1), Example.Now.UtcDateTime, (short)status,
            Example.Now.AddHours(1).UtcDateTime, status == ReservationStatus.Expired ? "time" : DBNull.Value,
            Example.Now.AddSeconds(at).UtcDateTime, (long)at + 1);
        for (var seat = 0; seat <= at; seat++)
            await database.ExecuteAsync(
                "insert into reservation_seats values ($1, $2, $3, $4, '\ud68c \"A\"', 1000)",
                id, (short)seat, Example.Schedule, $"{at}-{seat}");
        await database.ExecuteAsync(
            "insert into payments values ($1, $2, $3, $4, 3)", id, user, 1_000L * (at + 1), (short)payment);
    }
}
