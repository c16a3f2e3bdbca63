using System.Collections.Immutable;
using Ticketing.Balances;
using Ticketing.Orders;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Tickets;

namespace Ticketing.Tests.Simulation;

/// <summary>
/// Charges, reserves, pays, cancels, or leaves. Retries a failed call under the same id, as a good client does, and
/// sometimes gives up midway.
/// </summary>
internal sealed partial class SimulatedFan(Simulation world, Random random, TimeProvider time)
{
    private const int Attempts = 6;

    public Guid UserId { get; } = NewId(random);

    public Guid LastReservation { get; private set; } = NewId(random);

    public async Task Live()
    {
        while (world.Selling)
        {
            await Pause(3);
            if (random.Next(3) == 0) await Charge();
            await (random.Next(4) == 0 ? Task.WhenAll(Buy(), Buy(), Buy()) : Buy()); // on one device or on three
        }
    }

    private async Task Charge()
    {
        // Some money is in a currency that does not pay this sale.
        var key = new BalanceKey(UserId, random.Next(4) > 0 ? world.Currency : world.Currency is null ? "KWD" : null);
        var change = new BalanceChange($"charge:{NewId(random)}", random.Next(1, 8) * 100);
        var outcome = await Try(
            () => world.Grains.GetGrain<IBalanceGrain>(GrainKeys.Balance(key)).Charge(change));
        if (outcome is not null) world.Promises.Charged(key, change, outcome);
    }

    private async Task Buy()
    {
        QueuePlace? place = null;
        if (world.Queue.Enabled && random.Next(10) > 0 && (place = await TakeTurn()) is null) return;
        var id = LastReservation = NewId(random);
        var command = Wish(id) with { Place = place };
        var made = await Try(() => Reservation(id).Reserve(command));
        if (made is null) return;
        world.Promises.Reserved(id, UserId, made);
        if (made.Result != ReserveResult.Reserved) return;

        if (random.Next(5) == 0)
            world.Promises.Repeated(id, await Try(() => Reservation(id).Reserve(command)));
        if (random.Next(3) == 0) await (random.Next(3) == 0 ? Task.WhenAll(Renew(id), Renew(id)) : Renew(id));
        await Pause(25);
        if (random.Next(4) == 0) return;
        if (random.Next(8) == 0)
        {
            await Cancel(id);
            return;
        }

        var attempt = random.Next(2) == 0 ? $"attempt of {id}" : null;
        var renewing = random.Next(4) == 0 ? Renew(id) : Task.CompletedTask;
        var paid = await Try(() => Reservation(id).Pay(new PayReservation(UserId, CouponCode: null, attempt)));
        await renewing;
        if (paid is not null) paid = await End(paid);
        if (paid is null) return;
        world.Promises.Paid(id, paid);
        if (paid.Result == PayResult.Confirmed) await UseOrReturn(id);
    }

    /// <summary>Asks for more time, sometimes twice with the same key.</summary>
    private async Task Renew(Guid id)
    {
        var renewal = new RenewReservation(UserId, $"{NewId(random)}");
        for (var request = random.Next(2); request < 2; request++)
        {
            var outcome = await Try(() => Reservation(id).Renew(renewal));
            if (outcome is not null) world.Promises.Renewed(id, renewal.Name, outcome);
        }
    }

    /// <summary>Keeps the tickets, returns them, goes to the gates, or does both at the same moment.</summary>
    private async Task UseOrReturn(Guid id)
    {
        var choice = random.Next(4);
        if (choice == 0) return;
        await Pause(10);
        await Task.WhenAll(
            choice == 1 ? Task.CompletedTask : Cancel(id), choice == 2 ? Task.CompletedTask : GoToGates(id));
    }

    /// <summary>Shows each ticket at two gates; sometimes the check-in is undone and the tickets returned.</summary>
    private async Task GoToGates(Guid id)
    {
        var tickets = world.Store.Tickets.Where(ticket => ticket.ReservationId == id).ToArray();
        await Task.WhenAll(
            tickets.SelectMany(ticket => new[] { CheckIn(ticket, "North"), CheckIn(ticket, "South") }));
        if (random.Next(4) > 0) return;

        await Task.WhenAll(tickets.Select(UndoCheckIn));
        await (random.Next(2) == 0 ? Cancel(id) : Task.CompletedTask);
    }

    private async Task CheckIn(TicketRow ticket, string gate)
    {
        await Pause(1);
        var outcome = await Try(() => Tickets(ticket).CheckIn(ticket.TicketId, gate));
        if (outcome is not null) world.Promises.CheckedIn(ticket, outcome);
    }

    private async Task UndoCheckIn(TicketRow ticket)
    {
        world.Promises.Undoing(ticket);
        await Try(() => Tickets(ticket).UndoCheckIn(new UndoCheckIn(ticket.TicketId, "North", "wrong fan")));
    }

    private ITicketGrain Tickets(TicketRow ticket) =>
        world.Grains.GetGrain<ITicketGrain>(GrainKeys.Of(ticket.ReservationId));

    private async Task Cancel(Guid id)
    {
        world.Promises.Cancelling(id);
        var cancelled = await Try(() => Reservation(id).Cancel(new CancelReservation(UserId)));
        if (cancelled is not null) world.Promises.Cancelled(id, cancelled);
    }

    /// <summary>The outcome of the payment; null when the fan gave up waiting or was offered other seats.</summary>
    private async Task<PayOutcome?> End(PayOutcome begun)
    {
        if (begun is not { Result: PayResult.Processing, OrderId: { } orderId }) return begun;
        for (var slice = 0; slice < 20; slice++)
        {
            var order = await Try(async () =>
                await world.Grains.GetGrain<IOrderGrain>(GrainKeys.Of(orderId)).WaitForEnd() ?? throw NotYet());
            if (order?.Status == OrderStatus.Completed) return begun with { Result = PayResult.Confirmed };
            if (order?.Status != OrderStatus.Offered) continue;

            var answer = new AnswerOffer(UserId, Accept: random.Next(2) == 0);
            if (random.Next(3) > 0) await Try(() => Reservation(begun.Reservation!.Id).AnswerOffer(answer));
            return null;
        }

        return null;
    }

    /// <summary>Thrown so that the call is retried like a failed one.</summary>
    private static TimeoutException NotYet() => new("The order is not known yet.");

    private IReservationGrain Reservation(Guid id) => world.Grains.GetGrain<IReservationGrain>(GrainKeys.Of(id));

    private ReserveSeats Wish(Guid id)
    {
        var quantity = random.Next(1, 4);
        if (random.Next(6) == 0)
            return new ReserveSeats(
                world.ScheduleId, UserId, [], Simulation.Admission, quantity, $"standing {id}");
        if (random.Next(3) == 0) return new ReserveSeats(world.ScheduleId, UserId, [], "A", quantity, $"best {id}");

        var seats = ImmutableArray.CreateBuilder<string>();
        while (seats.Count < quantity)
        {
            var seat = Simulation.SeatId(random.Next(Simulation.SeatCount));
            if (!seats.Contains(seat)) seats.Add(seat);
        }

        return new ReserveSeats(world.ScheduleId, UserId, seats.ToImmutable(), null, 0, $"named {id}");
    }

    /// <summary>Returns null when the call failed so often that the fan gave up: then its outcome is unknown.</summary>
    private async Task<T?> Try<T>(Func<Task<T>> call)
        where T : class
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (e is TicketStoreException or TimeoutException or OrleansException)
            {
                if (random.Next(8) == 0) return null;
                await Pause(4);
            }
        }

        return null;
    }

    private Task Pause(int maxSeconds) => Task.Delay(TimeSpan.FromSeconds(maxSeconds * random.NextDouble()), time);

    private static Guid NewId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
