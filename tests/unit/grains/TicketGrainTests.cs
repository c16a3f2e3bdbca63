using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Tickets;

namespace Ticketing.Tests.Grains;

/// <summary>Tickets, with repeated and late events and with grains that are active twice.</summary>
public class TicketGrainTests
{
    private static readonly Guid Id = Guid.Parse("00000000-0000-0000-0000-0000000000e1");
    private static readonly Guid OrderId = Guid.Parse("00000000-0000-0000-0000-0000000000d1");

    [Fact]
    public void A_processed_order_is_issued_once_however_often_and_wherever_it_is_heard() => Run(async world =>
    {
        var order = await Confirm(world);

        await Task.WhenAll(Hear(world, 0, order), Hear(world, 1, order));
        await Hear(world, 0, order);
        await Hear(world, 1, order, order);

        var tickets = await Tickets(world).Get();
        Assert.Equal(["S-00", "S-01"], tickets.Select(ticket => ticket.SeatId));
        Assert.All(tickets, ticket => Assert.NotEmpty(ticket.Code));
        Assert.Single(Told(world), Topics.TicketIssued);
    });

    [Fact]
    public void Who_asks_again_is_told_again_and_nothing_is_issued_twice() => Run(async world =>
    {
        var order = await Confirm(world);
        await Hear(world, 0, order);

        await Hear(world, 1, order with { Again = true });

        Assert.Equal([Topics.TicketIssued, Topics.TicketIssued], Told(world));
        Assert.Equal(2, (await Tickets(world).Get()).Length);
    });

    [Fact]
    public void Two_gates_at_once_admit_one_and_the_other_is_told_when_and_where() => Run(async world =>
    {
        await Hear(world, 0, await Confirm(world));
        var ticket = (await Tickets(world).Get())[0].Id;

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(gate => Tickets(world, gate % 2).CheckIn(ticket, $"gate {gate}")));

        var admitted = Assert.Single(outcomes, outcome => outcome.Result == CheckInResult.Admitted);
        Assert.All(
            outcomes.Where(outcome => outcome != admitted),
            outcome => Assert.Equal(
                (CheckInResult.UsedBefore, admitted.Ticket), (outcome.Result, outcome.Ticket)));
        var neighbour = (await Tickets(world).Get())[1].Id;
        Assert.Equal(CheckInResult.Admitted, (await Tickets(world).CheckIn(neighbour, "N")).Result);
        Assert.Equal(CheckInResult.Unknown, (await Tickets(world).CheckIn(Guid.NewGuid(), "N")).Result);
    });

    [Fact]
    public void Stock_that_failed_cancels_the_tickets_and_tells_once() => Run(async world =>
    {
        var order = await Confirm(world);
        await Hear(world, 0, order);

        await HearStock(world, 0, order);
        await HearStock(world, 1, order);

        Assert.Equal([Topics.TicketIssued, Topics.TicketIssueFailed], Told(world));
        var tickets = await Tickets(world).Get();
        Assert.All(tickets, ticket => Assert.True(ticket.IsCancelled));
        Assert.Equal(CheckInResult.Cancelled, (await Tickets(world, 1).CheckIn(tickets[0].Id, "N")).Result);
    });

    [Fact]
    public void Stock_that_failed_cancels_no_ticket_of_an_order_with_a_used_one() => Run(async world =>
    {
        var order = await Confirm(world);
        await Hear(world, 0, order);
        var used = (await Tickets(world).Get())[0].Id;
        await Tickets(world).CheckIn(used, "N");

        await HearStock(world, 1, order);

        Assert.Equal([Topics.TicketIssued], Told(world));
        Assert.All(await Tickets(world).Get(), ticket => Assert.False(ticket.IsCancelled));
    });

    [Fact]
    public void A_reservation_that_is_cancelled_before_its_order_is_heard_gets_no_ticket() => Run(async world =>
    {
        var order = await Confirm(world);

        await Task.WhenAll(HearCancelled(world, 1, order), Hear(world, 0, order));
        await HearCancelled(world, 1, order);

        Assert.DoesNotContain(await Tickets(world).Get(), ticket => !ticket.IsCancelled);
        Assert.DoesNotContain(Topics.TicketIssueFailed, Told(world));
    });

    [Fact]
    public void A_write_whose_outcome_nobody_knows_is_made_good_when_the_event_comes_again() => Run(async world =>
    {
        var order = await Confirm(world);
        foreach (var fault in new[] { CommitFault.LostBefore, CommitFault.LostAfter })
        {
            world.Store.TicketFault = fault;
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => Hear(world, 0, order));
        }

        await Hear(world, 0, order);

        Assert.Single(Told(world), Topics.TicketIssued);
        Assert.Equal(2, (await Tickets(world).Get()).Length);
    });

    [Fact]
    public void What_was_sold_before_there_were_tickets_has_a_code_whenever_it_is_shown() => Run(async world =>
    {
        await Confirm(world);
        var row = new TicketRow(
            Guid.NewGuid(), Id, OrderId, world.ScheduleId, world.UserId, Ordinal: 0, "S-00", "A", Code: "",
            world.Time.GetUtcNow(), IsCancelled: false, UsedAt: null, UsedGate: null, Version: 1);
        await world.Store.CommitAsync(new Commit { Tickets = [row] });

        var shown = Assert.Single(await Tickets(world).Get());

        Assert.NotEmpty(shown.Code);
        Assert.Equal(CheckInResult.Admitted, (await Tickets(world).CheckIn(shown.Id, "N")).Result);
    });

    private static void Run(Func<TwoSilos, Task> body)
    {
        using var world = new TwoSilos();
        world.Run(() => body(world));
    }

    private static ITicketGrain Tickets(TwoSilos world, int silo = 0) =>
        world.Silo(silo).GetGrain<ITicketGrain>(GrainKeys.Of(Id));

    private static string[] Told(TwoSilos world) =>
        [
            .. world.Store.Events.Select(told => told.Topic)
                .Where(topic => topic is Topics.TicketIssued or Topics.TicketIssueFailed),
        ];

    /// <summary>A reservation of two seats that an order has paid.</summary>
    private static async Task<OrderEvent> Confirm(TwoSilos world)
    {
        var now = world.Time.GetUtcNow();
        ImmutableArray<ReservedSeat> seats = [new("S-00", "A", 100), new("S-01", "A", 100)];
        await world.Store.CommitAsync(new Commit
        {
            Reservations =
            [
                new ReservationRow(
                    Id, world.ScheduleId, world.UserId, seats, Amount: 200, RequestHash: "hash", now,
                    ReservationStatus.Confirmed, ExpiresAt: now.AddMinutes(1), HeldUntil: null, Reason: null,
                    UpdatedAt: now, Version: 1),
            ],
            Payments =
            [
                new PaymentRow(
                    Id, world.UserId, Amount: 200, PaymentStatus.Paid, Version: 1, OrderId, Charged: 200),
            ],
        });
        return new OrderEvent(
            OrderId, Id, world.ScheduleId, world.UserId, [new OrderLine("A", 2)], Amount: 200, CouponCode: null);
    }

    private static Task Hear(TwoSilos world, int silo, params OrderEvent[] orders) =>
        Tickets(world, silo).HandleOrders([.. orders.Select(order => Deliver(world, Topics.OrderProcessed, order))]);

    private static Task HearStock(TwoSilos world, int silo, OrderEvent order) => Tickets(world, silo).HandleStock(
        [Deliver(world, Topics.StockFailed, new StockEvent(Id, StockStatus.Failed, Version: 1, order, "A"))]);

    private static Task HearCancelled(TwoSilos world, int silo, OrderEvent order) =>
        Tickets(world, silo).HandleReservations(
        [
            Deliver(world, Topics.ReservationCancelled, new ReservationEvent(
                Id, order.ScheduleId, order.UserId, [new("S-00", "A", 100), new("S-01", "A", 100)], 200,
                world.Time.GetUtcNow(), "cancelled-by-fan", ReservationStatus.Cancelled, PaymentStatus.Refunding,
                world.Time.GetUtcNow(), Version: 2, PaymentVersion: 2, [3, 3], OrderId)),
        ]);

    private static Delivered<TBody> Deliver<TBody>(TwoSilos world, string topic, TBody body) =>
        new(Guid.NewGuid(), topic, "key", world.Time.GetUtcNow(), TraceParent: null, body);
}
