using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Postgres;

public abstract partial class TicketStoreContract
{
    [Fact]
    public async Task An_order_is_loaded_with_its_steps_as_they_were_committed()
    {
        var order = SagaRows.Order();
        await Store.CommitAsync(new Commit { Orders = [order] });
        Assert.Empty((await Store.LoadOrderAsync(order.OrderId))!.Steps);
        var next = order with
        {
            Status = OrderStatus.Failed,
            Discount = 15_000,
            Parts = ["Stalls", "", SagaRows.Standing.Category],
            Reason = "sold-out",
            UpdatedAt = Example.Now.AddMinutes(1),
            Version = 2,
        };
        await Store.CommitAsync(new Commit
        {
            Orders = [next],
            OrderSteps = [SagaRows.Step(order, 2), SagaRows.Step(order, 3), SagaRows.Step(order, 1)],
        });

        var loaded = (await Store.LoadOrderAsync(order.OrderId))!;
        Assert.Equal(next.Lines, loaded.Order.Lines.AsEnumerable());
        Assert.Equal(next.Parts, loaded.Order.Parts.AsEnumerable());
        Assert.Equal(next, loaded.Order with { Lines = next.Lines, Parts = next.Parts });
        Assert.Equal(
            Enumerable.Range(1, 3).Select(number => SagaRows.Step(order, number).Step), loaded.Steps.AsEnumerable());
        Assert.Null(await Store.LoadOrderAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task An_order_is_replaced_by_its_next_version_only_and_a_step_is_written_once()
    {
        var order = SagaRows.Order();
        await Store.CommitAsync(new Commit { Orders = [order], OrderSteps = [SagaRows.Step(order, 1)] });

        await AssertConflictAsync(new Commit { Orders = [order] });
        await AssertConflictAsync(new Commit { Orders = [order with { Version = 3 }] });
        await AssertConflictAsync(new Commit { Orders = [SagaRows.Order() with { Version = 2 }] });
        await AssertConflictAsync(new Commit { Orders = [order with { Discount = 15_001, Version = 2 }] });
        await AssertConflictAsync(new Commit
        {
            Orders = [order with { Version = 2 }],
            OrderSteps = [SagaRows.Step(order, 1)],
        });

        Assert.Equal(1, (await Store.LoadOrderAsync(order.OrderId))!.Order.Version);
    }

    [Fact]
    public async Task Tickets_are_loaded_by_their_ordinals_and_change_by_version()
    {
        var reservation = Guid.NewGuid();
        TicketRow[] tickets = [.. Enumerable.Range(0, 3).Select(at => SagaRows.Ticket(reservation, at))];
        await Store.CommitAsync(new Commit { Tickets = [tickets[2], tickets[0], tickets[1]] });
        await Store.CommitAsync(new Commit { Tickets = [SagaRows.Ticket(Guid.NewGuid(), 0)] });
        Assert.Equal(tickets, await Store.LoadTicketsAsync(reservation));

        var cancelled = tickets[0] with { IsCancelled = true, Version = 2 };
        var used = tickets[1] with { UsedAt = Example.Now.AddTicks(10), UsedGate = "North", Version = 2 };
        await Store.CommitAsync(new Commit { Tickets = [used, cancelled] });

        await AssertConflictAsync(new Commit { Tickets = [used with { UsedGate = "South" }] });
        await AssertConflictAsync(new Commit { Tickets = [tickets[2]] });
        await AssertConflictAsync(new Commit { Tickets = [tickets[2] with { UsedAt = Example.Now, Version = 2 }] });
        Assert.Equal([cancelled, used, tickets[2]], await Store.LoadTicketsAsync(reservation));
        Assert.Empty(await Store.LoadTicketsAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task Of_two_gates_that_use_a_ticket_at_once_one_does()
    {
        var ticket = SagaRows.Ticket(Guid.NewGuid(), 1);
        await Store.CommitAsync(new Commit { Tickets = [ticket] });

        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(gate => WinsAsync(new Commit
        {
            Tickets = [ticket with { UsedAt = Example.Now, UsedGate = $"{gate}", Version = 2 }],
        })));

        Assert.Single(won, wins => wins);
    }

    [Fact]
    public async Task Orders_without_a_step_for_long_are_found_longest_first()
    {
        var now = Example.Now.AddHours(1);
        var stuck = now.AddSeconds(-Limits.StuckOrderSeconds);
        var offered = SagaRows.Order(stuck) with { Status = OrderStatus.Offered };
        OrderRow[] orders =
        [
            SagaRows.Order(stuck),
            SagaRows.Order(stuck.AddSeconds(-9)) with { Status = OrderStatus.Undoing },
            SagaRows.Order(stuck.AddTicks(10)),
            .. new[] { OrderStatus.Completed, OrderStatus.Failed, OrderStatus.Undone }
                .Select(end => SagaRows.Order(stuck.AddHours(-1)) with { Status = end }),
            offered,
            offered with { OrderId = Guid.NewGuid(), UpdatedAt = stuck.AddSeconds(-Limits.OfferSeconds) },
        ];
        await Store.CommitAsync(new Commit { Orders = [.. orders] });

        Guid[] expected = [orders[7].OrderId, orders[1].OrderId, orders[0].OrderId];
        Assert.Equal(expected, await Store.FindStuckOrdersAsync(now, 10));
        Assert.Equal(expected[..2], await Store.FindStuckOrdersAsync(now, 2));
    }

    [Fact]
    public async Task A_payment_keeps_its_order_and_what_was_charged()
    {
        var reserve = Example.Reserve(1);
        await Store.CommitAsync(reserve);
        var (payment, order) = (reserve.Payments[0], Guid.NewGuid());
        Assert.Equal(payment, (await Store.LoadReservationAsync(payment.ReservationId))!.Payment);

        var paid = payment with
        {
            Status = PaymentStatus.Paid,
            OrderId = order,
            Charged = 4_000,
            CouponCode = "SPRING",
            Version = 2,
        };
        await Store.CommitAsync(new Commit { Payments = [paid] });

        Assert.Equal(paid, (await Store.LoadReservationAsync(payment.ReservationId))!.Payment);
        await AssertConflictAsync(new Commit { Payments = [paid with { Charged = -1, Version = 3 }] });
    }

    [Theory]
    [InlineData(ReservationStatus.Paying, true)]
    [InlineData(ReservationStatus.Confirmed, true)]
    [InlineData(ReservationStatus.Expired, false)]
    public async Task The_seats_of_a_reservation_are_replaced_while_it_is_paid(ReservationStatus status, bool replaced)
    {
        var reserve = Example.Reserve(1, 2);
        await Store.CommitAsync(reserve);
        await Store.CommitAsync(Example.Reserve(5, 6));
        var old = reserve.Reservations[0];
        var next = old with
        {
            Seats = [new ReservedSeat("3", "Balcony", 5_001), new ReservedSeat("2", "Stalls", 5_000)],
            Status = status,
            Version = 2,
        };

        await Store.CommitAsync(new Commit { Reservations = [next], Seats = [Example.Held(3, old.Id)] });

        var loaded = (await Store.LoadReservationAsync(old.Id))!;
        Assert.Equal((replaced ? next : old).Seats, loaded.Reservation.Seats.AsEnumerable());
        Assert.Equal((status, 2), (loaded.Reservation.Status, loaded.Reservation.Version));
    }

    [Fact]
    public async Task A_reservation_of_general_admission_has_no_seats_of_the_plan()
    {
        var reservation = Example.Reservation(Guid.NewGuid()) with
        {
            Seats = [new ReservedSeat("", "Standing", 900), new ReservedSeat("", "Standing", 900)],
            Amount = 1_800,
        };
        await Store.CommitAsync(
            new Commit { Reservations = [reservation], Payments = [Example.Payment(reservation)] });

        var loaded = (await Store.LoadReservationAsync(reservation.Id))!;
        Assert.Equal(reservation.Seats, loaded.Reservation.Seats.AsEnumerable());
        Assert.Equal([0, 0], loaded.SeatVersions.AsEnumerable());
    }

    [Fact]
    public async Task A_text_of_an_order_that_cannot_be_stored_is_refused()
    {
        var order = SagaRows.Order();
        Commit[] bad =
        [
            new() { Orders = [order with { CouponCode = "\0" }] },
            new() { Orders = [order with { Parts = ["\ud800"] }] },
            new() { OrderSteps = [new OrderStepRow(order.OrderId, 1, new OrderStep(Example.Now, "x", "\0"))] },
            new() { CouponUses = [SagaRows.Use("\0")] },
            new() { Tickets = [SagaRows.Ticket(Guid.NewGuid(), 1) with { UsedAt = Example.Now, UsedGate = "\0" }] },
        ];
        foreach (var commit in bad)
            await Assert.ThrowsAsync<ArgumentException>(() => Store.CommitAsync(commit));
    }
}
