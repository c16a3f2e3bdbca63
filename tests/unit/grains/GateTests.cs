using Ticketing.Balances;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Tickets;

namespace Ticketing.Tests.Grains;

/// <summary>Gates beside cancellations and undone orders, with grains that are active twice.</summary>
public class GateTests
{
    public static TheoryData<int, bool> Races()
    {
        var races = new TheoryData<int, bool>();
        foreach (var milliseconds in Enumerable.Range(-4, 9))
        {
            races.Add(milliseconds, false);
            races.Add(milliseconds, true);
        }

        return races;
    }

    /// <param name="headStart">Milliseconds by which the gate is earlier than the cancellation.</param>
    /// <param name="issued">Whether the tickets are issued before the race begins.</param>
    [Theory]
    [MemberData(nameof(Races))]
    public void A_gate_and_a_cancellation_at_the_same_moment_do_not_both_succeed(int headStart, bool issued) =>
        Run(async world =>
        {
            await world.Balance().Charge(new BalanceChange("c", 500));
            var (id, _) = await world.Reserve(["S-00", "S-01"]);
            await world.Reservation(id).Pay(new PayReservation(world.UserId));
            await world.Settle(until: store => issued
                ? store.Tickets.Count > 0
                : store.Events.Any(told => told.Topic == Topics.OrderProcessed));
            var order = world.Store.Orders.Single().OrderId;
            world.Store.Pace = TimeSpan.FromMilliseconds(2);

            var issuing = world.Settle();
            var entering = Enter();
            await After(-headStart);
            var cancelled = await world.Reservation(id, silo: 1).Cancel(new CancelReservation(world.UserId));
            var entered = await entering;
            await issuing;
            await world.Settle();

            var letIn = entered.Result == CheckInResult.Admitted;
            Assert.Equal(letIn ? CancelResult.TooLate : CancelResult.Cancelled, cancelled.Result);
            Assert.Equal(letIn, world.Store.Reservations.Single().Status == ReservationStatus.Confirmed);
            Assert.Equal(letIn, world.Store.Tickets.Any(ticket => ticket.UsedAt is not null));
            Assert.All(world.Store.Tickets, ticket => Assert.NotEqual(letIn, ticket.IsCancelled));
            Assert.Equal(letIn ? 300 : 500, world.Store.Balances.Single().Balance);

            async Task<CheckInOutcome> Enter()
            {
                await After(headStart);
                var tickets = world.Silo(0).GetGrain<ITicketGrain>(GrainKeys.Of(id));
                return await tickets.CheckIn(TicketRules.IdOf(order, ordinal: 0), "N");
            }

            Task After(int milliseconds) =>
                Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, milliseconds)), world.Time);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_operator_undoes_a_sale_with_tickets_unless_one_was_used(bool used) => Run(async world =>
    {
        await world.Balance().Charge(new BalanceChange("c", 500));
        var (id, _) = await world.Reserve(["S-00"]);
        await world.Reservation(id).Pay(new PayReservation(world.UserId));
        await world.Settle(until: store => store.Tickets.Count > 0);
        var ticket = world.Store.Tickets.Single();
        var tickets = world.Silo(0).GetGrain<ITicketGrain>(GrainKeys.Of(id));
        if (used) await tickets.CheckIn(ticket.TicketId, "N");

        Assert.Equal(!used, await world.Order(ticket.OrderId, silo: 1).Undo());

        Assert.Equal(
            used ? CheckInResult.UsedBefore : CheckInResult.Cancelled,
            (await tickets.CheckIn(ticket.TicketId, "N")).Result);
        await world.Settle();
        Assert.Equal(used ? 400 : 500, world.Store.Balances.Single().Balance);
        Assert.Equal(
            used ? OrderStatus.Completed : OrderStatus.Undone, world.Store.Orders.Single().Status);
    });

    [Fact]
    public void A_check_in_that_is_undone_lets_the_fan_return_the_tickets() => Run(async world =>
    {
        await world.Balance().Charge(new BalanceChange("c", 500));
        var (id, _) = await world.Reserve(["S-00"]);
        await world.PayThrough(id);
        var tickets = world.Silo(0).GetGrain<ITicketGrain>(GrainKeys.Of(id));
        var ticket = (await tickets.Get()).Single().Id;
        await tickets.CheckIn(ticket, "N");

        var undone = await tickets.UndoCheckIn(new UndoCheckIn(ticket, "S", "wrong fan"));

        Assert.Equal(UndoCheckInResult.Undone, undone.Result);
        var cancelled = await world.Reservation(id, silo: 1).Cancel(new CancelReservation(world.UserId));
        Assert.Equal(CancelResult.Cancelled, cancelled.Result);
        Assert.Equal(CheckInResult.Cancelled, (await tickets.CheckIn(ticket, "N")).Result);
    });

    [Fact]
    public void One_used_ticket_keeps_the_whole_reservation_from_being_refunded() => Run(async world =>
    {
        await world.Balance().Charge(new BalanceChange("c", 500));
        var (id, _) = await world.Reserve(["S-00", "S-01", "S-02", "S-03"]);
        await world.PayThrough(id);
        var tickets = world.Silo(0).GetGrain<ITicketGrain>(GrainKeys.Of(id));
        await tickets.CheckIn((await tickets.Get())[2].Id, "N");

        var cancelled = await world.Reservation(id).Cancel(new CancelReservation(world.UserId));

        Assert.Equal(CancelResult.TooLate, cancelled.Result);
        Assert.Equal(100, world.Store.Balances.Single().Balance);
        Assert.Single(await tickets.Get(), ticket => ticket.UsedAt is not null);
    });

    [Fact]
    public void A_cancelled_reservation_lets_nobody_in_although_its_tickets_have_not_heard() => Run(async world =>
    {
        await world.Balance().Charge(new BalanceChange("c", 500));
        var (id, _) = await world.Reserve(["S-00"]);
        await world.PayThrough(id);
        await world.Reservation(id).Cancel(new CancelReservation(world.UserId));

        var tickets = world.Silo(1).GetGrain<ITicketGrain>(GrainKeys.Of(id));
        var outcome = await tickets.CheckIn((await tickets.Get()).Single().Id, "N");

        Assert.Equal(CheckInResult.Cancelled, outcome.Result);
    });

    private static void Run(Func<TwoSilos, Task> body)
    {
        using var world = new TwoSilos();
        world.Run(() => body(world));
    }
}
