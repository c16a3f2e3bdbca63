using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Tests.Postgres;

public abstract partial class TicketStoreContract
{
    [Fact]
    public async Task What_nobody_wrote_is_null_or_empty()
    {
        var id = Guid.NewGuid();

        Assert.Null(await Store.LoadSeatAsync(new SeatKey(Example.Schedule, "no such seat")));
        Assert.Null(await Store.LoadSeatAsync(new SeatKey(id, "1")));
        Assert.Null(await Store.LoadSeatAsync(new SeatKey(Example.Schedule, "\0")));
        Assert.Null(await Store.LoadSeatAsync(new SeatKey(Example.Schedule, "\udfab")));
        Assert.Null(await Store.LoadReservationAsync(id));
        Assert.Null(await Store.LoadBalanceAsync(new(id)));
        Assert.Null(await Store.LoadLedgerEntryAsync(id, "charge"));
        Assert.Null(await Store.LoadLedgerEntryAsync(id, "\0"));
        Assert.Null(await Store.LoadSaleTermsAsync(id));
        Assert.Empty(await Store.LoadFanAsync(new FanKey(Example.Schedule, id)));
        Assert.Empty(await Store.LoadScheduleSeatsAsync(id));
        Assert.Empty(await Store.LoadSeatSnapshotsAsync(id));
        Assert.Empty(await Store.FindDueReservationsAsync(Example.Now, 10));
    }

    [Fact]
    public async Task A_reservation_is_loaded_as_it_was_committed()
    {
        var reservation = Example.Reservation(Guid.NewGuid(), 7, 3, 5) with
        {
            Seats = [new("7", "Stalls", 900), new("3", "Balcony", 0), new("5", "Stalls", 100)],
            Amount = 1_000,
            RequestHash = "hash \u00e9 '\"\\ {}",
            CreatedAt = Example.Now.AddTicks(1_234_560),
            HoldSeconds = 180,
            RenewalsAllowed = 2,
        };
        await Store.CommitAsync(Example.Reserve(reservation));
        var second = reservation with
        {
            Status = ReservationStatus.Cancelled,
            ExpiresAt = Example.Now.AddSeconds(240),
            HeldUntil = Example.Now.AddSeconds(180),
            Renewals = ["one", "two"],
            Reason = "changed their mind",
            UpdatedAt = Example.Now.AddSeconds(9),
            Version = 2,
        };
        await Store.CommitAsync(new Commit
        {
            Reservations = [second],
            Seats = [Example.Held(3, reservation.Id, version: 3) with { Status = SeatStatus.Sold }],
        });

        var loaded = await Store.LoadReservationAsync(reservation.Id);

        Assert.Equal(second.Seats.ToArray(), loaded!.Reservation.Seats.ToArray());
        Assert.Equal(second.Renewals.ToArray(), loaded.Reservation.Renewals.ToArray());
        Assert.Equal(
            second with { Seats = [], Renewals = [] }, loaded.Reservation with { Seats = [], Renewals = [] });
        Assert.Equal(Example.Payment(reservation), loaded.Payment);
        Assert.Equal([2, 3, 2], loaded.SeatVersions.ToArray());
    }

    [Fact]
    public async Task What_a_later_version_says_of_what_is_written_once_is_not_written()
    {
        var reservation = Example.Reservation(Guid.NewGuid(), 1);
        await Store.CommitAsync(Example.Reserve(reservation));

        await Store.CommitAsync(new Commit
        {
            Reservations = [reservation with { Version = 2, RequestHash = "other", Amount = 1, Seats = [] }],
            Payments = [Example.Payment(reservation) with { Version = 2, Amount = 1 }],
        });

        var loaded = await Store.LoadReservationAsync(reservation.Id);
        Assert.Equal("hash", loaded!.Reservation.RequestHash);
        Assert.Equal(5_000, loaded.Reservation.Amount);
        Assert.Equal(5_000, loaded.Payment.Amount);
        Assert.Single(loaded.Reservation.Seats);
    }

    [Fact]
    public async Task Balance_and_ledger_are_loaded_as_they_were_committed()
    {
        var user = Guid.NewGuid();
        var entry = Example.LedgerEntry(user, "pay/1", -5, 5) with { ReservationId = Guid.NewGuid() };

        await Store.CommitAsync(new Commit { Balances = [new(user, 5, 1)], Ledger = [entry] });

        Assert.Equal(new BalanceRow(user, 5, 1), await Store.LoadBalanceAsync(new(user)));
        Assert.Equal(entry, await Store.LoadLedgerEntryAsync(user, "pay/1"));
        Assert.Null(await Store.LoadLedgerEntryAsync(user, "pay/2"));
    }

    [Fact]
    public async Task A_balance_in_another_currency_is_a_row_of_its_own()
    {
        var user = Guid.NewGuid();
        var entry = Example.LedgerEntry(user, "euro", 7, 7) with { Currency = "EUR" };
        await Store.CommitAsync(new Commit
        {
            Balances = [new(user, 5, 1), new(user, 7, 1, "EUR"), new(user, 8, 1, "USD")],
            Ledger = [entry],
        });

        Assert.Equal(new BalanceRow(user, 5, 1), await Store.LoadBalanceAsync(new(user)));
        Assert.Equal(new BalanceRow(user, 7, 1, "EUR"), await Store.LoadBalanceAsync(new(user, "EUR")));
        Assert.Null(await Store.LoadBalanceAsync(new(user, "KWD")));
        Assert.Null(await Store.LoadBalanceAsync(new(user, "\0")));
        Assert.Equal(entry, await Store.LoadLedgerEntryAsync(user, "euro"));

        await AssertConflictAsync(new Commit { Balances = [new(user, 9, 1, "EUR")] });
        await AssertConflictAsync(new Commit { Balances = [new(user, 9, 3, "EUR")] });
        var reused = Example.LedgerEntry(user, "euro", 2, 7);
        await AssertConflictAsync(new Commit { Balances = [new(user, 7, 2)], Ledger = [reused] });
        await Store.CommitAsync(new Commit { Balances = [new(user, 9, 2, "EUR")] });

        Assert.Equal(new BalanceRow(user, 5, 1), await Store.LoadBalanceAsync(new(user)));
        Assert.Equal(new BalanceRow(user, 9, 2, "EUR"), await Store.LoadBalanceAsync(new(user, "EUR")));
        Assert.Equal(new BalanceRow(user, 8, 1, "USD"), await Store.LoadBalanceAsync(new(user, "USD")));
    }

    [Fact]
    public async Task The_currency_of_a_reservation_an_order_and_a_coupon_is_kept()
    {
        var reservation = Example.Reservation(Guid.NewGuid(), 1) with { Currency = "EUR" };
        var order = SagaRows.Order() with { Currency = "EUR" };
        var coupon = SagaRows.Coupon("EURO");
        coupon = coupon with { Terms = coupon.Terms with { Currency = "EUR" } };

        await Store.CommitAsync(Example.Reserve(reservation) with { Orders = [order], Coupons = [coupon] });

        Assert.Equal("EUR", (await Store.LoadReservationAsync(reservation.Id))!.Reservation.Currency);
        Assert.Equal("EUR", (await Store.LoadOrderAsync(order.OrderId))!.Order.Currency);
        Assert.Equal(coupon, await Store.LoadCouponAsync("EURO"));
    }

    [Fact]
    public async Task Many_loads_at_once_each_get_their_own_row()
    {
        await Task.WhenAll(Enumerable.Range(1, 100).Select(number => Store.CommitAsync(Example.Reserve(number))));

        var numbers = Enumerable.Range(0, 2_000).Select(at => at % 401).ToArray(); // 0 does not exist
        var seats = await Task.WhenAll(numbers.Select(number => Store.LoadSeatAsync(Example.SeatKey(number))));

        Assert.All(numbers.Zip(seats), pair => Assert.Equal(
            pair.First == 0 ? null : Example.SeatKey(pair.First), pair.Second?.Key));
        Assert.All(numbers.Zip(seats).Where(pair => pair.First > 0), pair => Assert.Equal(
            pair.First <= 100 ? SeatStatus.Held : SeatStatus.Available, pair.Second!.Status));
    }

    [Fact]
    public async Task Terms_and_seats_of_a_schedule_are_as_seeded()
    {
        var terms = await Store.LoadSaleTermsAsync(Example.Schedule);
        Assert.Equal(Example.Terms.Categories.ToArray(), terms!.Categories.ToArray());
        Assert.Equal(Example.Terms with { Categories = [] }, terms with { Categories = [], Admissions = [] });

        var seats = await Store.LoadScheduleSeatsAsync(Example.Schedule);
        Assert.Equal(Example.SeededSeats(SeatCount).Select(seat => seat.Place), seats);
    }

    [Fact]
    public async Task The_wish_to_block_a_seat_is_loaded_with_the_seat_and_with_its_reservation()
    {
        var reservation = Example.Reservation(Guid.NewGuid(), 1, 2);
        await Store.CommitAsync(Example.Reserve(reservation));
        var wished = Example.Held(2, reservation.Id, version: 3) with { BlockWantedAt = Example.Now };
        await Store.CommitAsync(new Commit { Seats = [wished] });

        Assert.Equal(wished, await Store.LoadSeatAsync(wished.Key));
        Assert.Equal(
            [null, Example.Now], (await Store.LoadReservationAsync(reservation.Id))!.BlockWishes.ToArray());

        var blocked = wished with
        {
            Status = SeatStatus.Blocked,
            ReservationId = null,
            BlockWantedAt = null,
            Version = 4,
        };
        await Store.CommitAsync(new Commit { Seats = [blocked] });
        Assert.Equal(blocked, await Store.LoadSeatAsync(wished.Key));
        Assert.Empty((await Store.LoadReservationAsync(reservation.Id))!.BlockWishes);
    }

    [Theory]
    [InlineData(true, 1, 3, 2)]
    [InlineData(false, 1, 3)]
    [InlineData(false, 5, 6)] // across an aisle
    public async Task A_reservation_is_loaded_with_whether_its_seats_are_side_by_side(bool together, params int[] seats)
    {
        var reservation = Example.Reservation(Guid.NewGuid(), seats);
        await Store.CommitAsync(Example.Reserve(reservation));

        Assert.Equal(together, (await Store.LoadReservationAsync(reservation.Id))!.Together);
    }

    [Fact]
    public async Task Seats_stand_in_the_plans_order()
    {
        var id = Guid.NewGuid();
        await Store.CommitAsync(new Commit
        {
            Seats =
            [
                Example.Held(30, id), Example.Held(4, id) with { Status = SeatStatus.Sold },
                Example.Held(200, id) with { Status = SeatStatus.Blocked, ReservationId = null },
                Example.Held(5, id) with { Status = SeatStatus.Available, ReservationId = null },
            ],
        });

        var standings = await Store.LoadSeatSnapshotsAsync(Example.Schedule);
        Assert.Equal(
            Enumerable.Range(1, SeatCount).Select(number => $"{number}"), standings.Select(seat => seat.SeatId));
        Assert.Equal(
            [
                new SeatSnapshot("4", SeatStatus.Sold, 2), new("5", SeatStatus.Available, 2),
                new("30", SeatStatus.Held, 2), new("200", SeatStatus.Blocked, 2),
            ],
            standings.Where(seat => seat != new SeatSnapshot(seat.SeatId, SeatStatus.Available, 1)));
        Assert.Equal(
            new SeatCounts(SeatCount - 3, Held: 1, Sold: 1, Blocked: 1),
            await Store.CountSeatsAsync(Example.Schedule));
        Assert.Null(await Store.CountSeatsAsync(Guid.NewGuid()));
    }
}
