using Ticketing.Balances;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>Sales and payments from before orders existed look as if orders had made them.</summary>
[Collection(PostgresCollection.Name)]
public sealed class OrdersMigrationTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly StockKey Balcony = new(Example.Schedule, "Balcony");

    private PostgresDatabase database = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateEmptyDatabaseAsync();
        await database.ApplyAsync([.. Migration.Embedded().Where(migration => migration.Number < 6)]);
        var seats = Example.SeededSeats(10).Select(seat => int.Parse(seat.Place.SeatId) <= 7
            ? seat
            : seat with { Place = seat.Place with { Category = "Balcony" } });
        await database.SeedAsync(Example.Terms, seats);
        await database.ExecuteAsync("update seats set status = 3 where seat_id = '7'");
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task What_was_sold_has_an_order_tickets_and_its_part_of_the_stock()
    {
        var sold = await ReserveAsync(ReservationStatus.Confirmed, PaymentStatus.Paid, 1, 2, 8);
        await ReserveAsync(ReservationStatus.Pending, PaymentStatus.Pending, 3);
        var refunding = await ReserveAsync(ReservationStatus.Cancelled, PaymentStatus.Refunding, 4);

        var store = await MigrateAsync();

        Assert.Equal(new StockRow(SagaRows.Stalls, 7, true, 0, 2, 1), await store.LoadStockAsync(SagaRows.Stalls));
        Assert.Equal(new StockRow(Balcony, 3, true, 0, 1, 1), await store.LoadStockAsync(Balcony));
        var payment = (await store.LoadReservationAsync(sold))!.Payment;
        Assert.Equal((sold, 15_000), (payment.OrderId!.Value, payment.Charged));
        var order = (await store.LoadOrderAsync(sold))!.Order;
        Assert.Equal((OrderStatus.Completed, 15_000), (order.Status, order.Amount));
        Assert.Equal([new("Balcony", 1), new("Stalls", 2)], order.Lines.AsEnumerable());
        Assert.Equal(["Balcony", "Stalls"], order.Parts.AsEnumerable());
        var take = Assert.Single(await store.LoadStockTakesAsync(SagaRows.Stalls, [sold]));
        Assert.Equal((sold, 2, StockTakeStatus.Sold), (take.ReservationId, take.Quantity, take.Status));
        var tickets = await store.LoadTicketsAsync(sold);
        Assert.Equal(["1", "2", "8"], tickets.Select(ticket => ticket.SeatId));
        Assert.All(
            tickets, ticket => Assert.Equal(("", false, sold), (ticket.Code, ticket.IsCancelled, ticket.OrderId)));

        var owed = (await store.LoadReservationAsync(refunding))!.Payment;
        Assert.Equal((null, 5_000), (owed.OrderId, owed.Charged));
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from orders"));
    }

    [Fact]
    public async Task A_payment_under_way_is_confirmed_when_the_money_was_taken_and_else_begun_anew_without_it()
    {
        var taken = await ReserveAsync(ReservationStatus.Paying, PaymentStatus.Debiting, 1, 2);
        var asked = await ReserveAsync(ReservationStatus.Paying, PaymentStatus.Debiting, 3);
        await database.ExecuteAsync(
            "insert into ledger (user_id, operation_id, kind, amount, balance_after, reservation_id, at) "
            + "select user_id, $1, 1, -10000, 0, reservation_id, now() from payments where reservation_id = $2",
            $"reservation:{taken:D}:debit:3", taken);

        var store = await MigrateAsync();

        var confirmed = (await store.LoadReservationAsync(taken))!;
        Assert.Equal(
            (ReservationStatus.Confirmed, 2, PaymentStatus.Paid, 4, 10_000),
            (confirmed.Reservation.Status, confirmed.Reservation.Version, confirmed.Payment.Status,
                confirmed.Payment.Version, confirmed.Payment.Charged));
        Assert.Equal(
            (SeatStatus.Sold, 3), await store.LoadSeatAsync(Example.SeatKey(1)) is { } seat
                ? (seat.Status, seat.Version)
                : default);
        Assert.Equal(2, (await store.LoadTicketsAsync(taken)).Count);

        var pending = (await store.LoadReservationAsync(asked))!;
        Assert.Equal(
            (ReservationStatus.Pending, PaymentStatus.Pending, 0),
            (pending.Reservation.Status, pending.Payment.Status, pending.Payment.Charged));
        var refused = await store.LoadLedgerEntryAsync(pending.Payment.UserId, $"reservation:{asked:D}:debit:3");
        Assert.Equal((LedgerKind.Refused, 0), (refused!.Kind, refused.Amount));

        var rows = await ModelRows.ReadAsync(database.ConnectionString, ModelRows.Kept);
        var expected = await ModelRows.ReadAsync(database.ConnectionString, ModelRows.FromTables);
        Assert.Equal(expected.Select(ModelRows.Text), rows.Select(ModelRows.Text));
    }

    [Fact]
    public async Task A_schedule_that_a_process_from_before_the_stock_makes_has_stock()
    {
        await MigrateAsync();
        var id = Guid.NewGuid();

        await database.ExecuteAsync(
            $"""
            begin;
            insert into schedules select '{id}', concert_id, starts_at, opens_at, 60, 4, 1, '', now() from schedules;
            insert into schedule_categories values ('{id}', 0, 'Stalls', null, 5);
            insert into seats values
                ('{id}', '1', 0, 0, 0, 0, 0, 'Stalls', 5), ('{id}', '2', 1, 0, 0, 0, 0, 'Stalls', 5);
            commit
            """);

        Assert.Equal(2, (await database.OpenStore().LoadStockAsync(new StockKey(id, "Stalls")))!.Capacity);
    }

    /// <summary>Inserts a reservation at version 1 and its payment at version 3, with 5,000 points a seat.</summary>
    private async Task<Guid> ReserveAsync(ReservationStatus status, PaymentStatus payment, params int[] seats)
    {
        var (id, user) = (Guid.CreateVersion7(), Guid.NewGuid());
        await database.ExecuteAsync(
            "insert into reservations values ($1, $2, $3, $4, 'hash', $5, $6, $7, false, null, $5, 1)",
            id, Example.Schedule, user, 5_000L * seats.Length, Example.Now.UtcDateTime, (short)status,
            Example.Now.AddHours(1).UtcDateTime);
        await database.ExecuteAsync(
            "insert into payments values ($1, $2, $3, $4, 3)", id, user, 5_000L * seats.Length, (short)payment);
        foreach (var (ordinal, seat) in seats.Index())
        {
            await database.ExecuteAsync(
                "insert into reservation_seats select $1, $2, schedule_id, seat_id, category, price from seats "
                + "where seat_id = $3",
                id, (short)ordinal, $"{seat}");
            if (status <= ReservationStatus.Confirmed)
                await database.ExecuteAsync(
                    "update seats set status = $1, reservation_id = $2, version = 2 where seat_id = $3",
                    (short)(status == ReservationStatus.Confirmed ? 2 : 1), id, $"{seat}");
        }

        await database.ExecuteAsync(
            "insert into reservation_details (reservation_id, schedule_id, user_id, status, seats, amount, created_at, "
            + "expires_at, reservation_version, payment_status, payment_version) "
            + "select r.id, r.schedule_id, r.user_id, r.status, (select json_agg(json_build_object("
            + "'seatId', o.seat_id, 'category', o.category, 'price', o.price) order by o.ordinal)::text "
            + "from reservation_seats o where o.reservation_id = r.id), r.amount, r.created_at, r.expires_at, "
            + "r.version, p.status, p.version from reservations r join payments p on p.reservation_id = r.id "
            + "where r.id = $1",
            id);
        return id;
    }

    private async Task<PostgresTicketStore> MigrateAsync()
    {
        await database.ApplyAsync(Migration.Embedded());
        return database.OpenStore();
    }
}
