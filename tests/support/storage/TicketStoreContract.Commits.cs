using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Tests.Postgres;

public abstract partial class TicketStoreContract
{
    [Fact]
    public async Task A_commit_is_there_whole_when_it_returns()
    {
        var reservation = Example.Reservation(Guid.NewGuid(), 1, 2);

        await Store.CommitAsync(Example.Reserve(reservation));

        Assert.Equal(Example.Held(1, reservation.Id), await Store.LoadSeatAsync(Example.SeatKey(1)));
        Assert.Equal(Example.Held(2, reservation.Id), await Store.LoadSeatAsync(Example.SeatKey(2)));
        Assert.NotNull(await Store.LoadReservationAsync(reservation.Id));
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task An_empty_commit_changes_nothing()
    {
        await Store.CommitAsync(new Commit());

        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task A_row_is_replaced_by_its_next_version_only()
    {
        var user = Guid.NewGuid();
        await Store.CommitAsync(new Commit { Balances = [new(user, 10, 1)] });
        await Store.CommitAsync(new Commit { Balances = [new(user, 20, 2)] });

        await AssertConflictAsync(new Commit { Balances = [new(user, 30, 2)] });
        await AssertConflictAsync(new Commit { Balances = [new(user, 30, 4)] });
        await AssertConflictAsync(new Commit { Balances = [new(user, 30, 1)] });
        await AssertConflictAsync(new Commit { Balances = [new(Guid.NewGuid(), 30, 2)] });

        Assert.Equal(new BalanceRow(user, 20, 2), await Store.LoadBalanceAsync(new(user)));
    }

    [Fact]
    public async Task Seats_are_changed_by_version_and_never_created()
    {
        var id = Guid.NewGuid();
        await AssertConflictAsync(new Commit { Seats = [Example.Held(1, id, version: 3)] });
        await AssertConflictAsync(new Commit { Seats = [Example.Held(1, id, version: 1)] });
        await AssertConflictAsync(new Commit { Seats = [Example.Held(9_999, id, version: 1)] });
        await AssertConflictAsync(new Commit { Seats = [Example.Held(9_999, id, version: 2)] });
    }

    [Fact]
    public async Task A_held_seat_without_a_reservation_is_refused()
    {
        await AssertConflictAsync(new Commit { Seats = [Example.Held(1, Guid.Empty) with { ReservationId = null }] });
        await AssertConflictAsync(new Commit
        {
            Seats = [Example.Held(1, Guid.NewGuid()) with { Status = SeatStatus.Blocked }],
        });
    }

    [Fact]
    public async Task Reservations_and_payments_are_changed_by_version()
    {
        var reservation = Example.Reservation(Guid.NewGuid(), 1);
        var payment = Example.Payment(reservation);
        await Store.CommitAsync(Example.Reserve(reservation));
        await Store.CommitAsync(new Commit
        {
            Reservations = [reservation with { Status = ReservationStatus.Paying, Version = 2 }],
            Payments = [payment with { Status = PaymentStatus.Debiting, Version = 2 }],
        });

        await AssertConflictAsync(Example.Reserve(reservation) with { Seats = [], Payments = [] });
        await AssertConflictAsync(new Commit { Reservations = [reservation with { Version = 2 }] });
        await AssertConflictAsync(new Commit { Payments = [payment] });
        await AssertConflictAsync(new Commit { Payments = [payment with { Version = 4 }] });

        var loaded = await Store.LoadReservationAsync(reservation.Id);
        Assert.Equal(ReservationStatus.Paying, loaded!.Reservation.Status);
        Assert.Equal(PaymentStatus.Debiting, loaded.Payment.Status);
    }

    [Fact]
    public async Task A_conflict_leaves_nothing_of_its_commit()
    {
        await Store.CommitAsync(Example.Reserve(1));
        var reservation = Example.Reservation(Guid.NewGuid(), 2, 1, 3);
        var user = Guid.NewGuid();

        await AssertConflictAsync(Example.Reserve(reservation) with
        {
            Balances = [new(user, 10, 1)],
            Ledger = [Example.LedgerEntry(user, "charge", 10, 10)],
        });

        Assert.Equal(1, (await Store.LoadSeatAsync(Example.SeatKey(2)))!.Version);
        Assert.Equal(1, (await Store.LoadSeatAsync(Example.SeatKey(3)))!.Version);
        Assert.Null(await Store.LoadReservationAsync(reservation.Id));
        Assert.Null(await Store.LoadBalanceAsync(new(user)));
        Assert.Null(await Store.LoadLedgerEntryAsync(user, "charge"));
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task A_ledger_operation_is_written_once()
    {
        var user = Guid.NewGuid();
        await Store.CommitAsync(new Commit { Ledger = [Example.LedgerEntry(user, "charge", 10, 10)] });

        await AssertConflictAsync(new Commit { Ledger = [Example.LedgerEntry(user, "charge", 20, 20)] });
        await Store.CommitAsync(new Commit { Ledger = [Example.LedgerEntry(Guid.NewGuid(), "charge", 10, 10)] });

        Assert.Equal(10, (await Store.LoadLedgerEntryAsync(user, "charge"))!.Amount);
    }

    [Fact]
    public async Task A_negative_balance_is_refused()
    {
        var user = Guid.NewGuid();

        await AssertConflictAsync(new Commit { Balances = [new(user, -1, 1)] });
        await AssertConflictAsync(new Commit { Ledger = [Example.LedgerEntry(user, "debit", -1, -1)] });

        Assert.Null(await Store.LoadBalanceAsync(new(user)));
    }

    [Fact]
    public async Task The_same_row_twice_in_one_commit_is_a_conflict()
    {
        await AssertConflictAsync(new Commit
        {
            Seats = [Example.Held(1, Guid.NewGuid()), Example.Held(1, Guid.NewGuid())],
        });
        await AssertConflictAsync(new Commit
        {
            Seats = [Example.Held(1, Guid.NewGuid(), 2), Example.Held(1, Guid.NewGuid(), 3)],
        });

        Assert.Equal(1, (await Store.LoadSeatAsync(Example.SeatKey(1)))!.Version);
    }

    [Fact]
    public async Task A_text_that_cannot_be_stored_fails_its_caller_alone()
    {
        var others = Enumerable.Range(1, 50).Select(number => Store.CommitAsync(Example.Reserve(number))).ToArray();

        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.CommitAsync(new Commit { Events = [Example.Event("a\0b")] }));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.CommitAsync(new Commit { Events = [Example.Event("key", "half a \ud83c")] }));
        await Store.CommitAsync(new Commit { Events = [Example.Event("key", "a whole \ud83c\udfab")] });

        await Task.WhenAll(others);
        Assert.Contains(await EventsAsync(), item => item.Payload == "a whole \ud83c\udfab");
    }
}
