using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Grains;

/// <summary>Paying, with the events delivered as the choreography says.</summary>
internal static class SagaSteps
{
    /// <summary>
    /// Delivers every event that was not delivered yet, one after the other, until there are no more, or until the
    /// store is as asked.
    /// </summary>
    public static async Task Settle(this TwoSilos world, int silo = 0, Func<TroubledStore, bool>? until = null)
    {
        while (world.Brought < world.Store.Events.Count && until?.Invoke(world.Store) != true)
        {
            var next = world.Store.Events[world.Brought];
            foreach (var line in PaymentLines.All.Where(line => line.Topic == next.Topic))
                foreach (var delivery in line.Handler.Read(next)) await Handle(line.Handler, delivery);

            world.Brought++;
        }

        async Task Handle(Handler handler, Delivery delivery)
        {
            try
            {
                await handler.Handle(world.Silo(silo), delivery.GrainKey, [delivery]);
            }
            catch (CommitConflictException)
            {
                // The grain's memory was stale, and has been dropped.
                await handler.Handle(world.Silo(silo), delivery.GrainKey, [delivery]);
            }
        }
    }

    /// <summary>Pays and returns the final outcome.</summary>
    public static async Task<PayOutcome> PayThrough(
        this TwoSilos world, Guid id, Guid? userId = null, string? coupon = null)
    {
        var begun = await world.Reservation(id).Pay(new PayReservation(userId ?? world.UserId, coupon));
        if (begun.Result != PayResult.Processing) return begun;
        await world.Settle();
        var order = await world.Order(begun.OrderId!.Value).Get();
        return order switch
        {
            { Status: OrderStatus.Completed } => begun with { Result = PayResult.Confirmed },
            { Reason: OrderReasons.InsufficientBalance } => begun with { Result = PayResult.InsufficientBalance },
            _ => begun,
        };
    }

    public static IOrderGrain Order(this TwoSilos world, Guid orderId, int silo = 0) =>
        world.Silo(silo).GetGrain<IOrderGrain>(GrainKeys.Of(orderId));
}
