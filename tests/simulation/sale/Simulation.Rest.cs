using Ticketing.Catalog;
using Ticketing.Orders;
using Ticketing.PostProcessing;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Stock;

namespace Ticketing.Tests.Simulation;

/// <summary>Checks after everything has come to rest, beside <see cref="Invariants"/>.</summary>
internal sealed partial class Simulation
{
    /// <summary>
    /// Whether all orders, holds, stock takes and payments have ended. An unanswered offer takes its time.
    /// </summary>
    private bool HasEnded() =>
        Store.Orders.All(order => OrderRules.IsAtEnd(order.Status))
        && Store.Reservations.All(row => row.Status is not (ReservationStatus.Pending or ReservationStatus.Paying))
        && Store.StockTakes.All(take => take.Status != StockTakeStatus.Allocated)
        && Store.Payments.All(row => row.Status is not (PaymentStatus.Debiting or PaymentStatus.Refunding));

    /// <summary>I5: no fan is left behind; a fan who still waits could buy nothing.</summary>
    public void AssertQueueAtRest()
    {
        Store.Watch.AssertKept();
        Assert.DoesNotContain(Store.QueuePlaces, place => place.Until <= time.GetUtcNow().AddSeconds(-10));
        var nothingLeft = Queue.PausesWhenSoldOut && Store.Seats.All(seat => seat.Status == SeatStatus.Sold);
        var queue = Store.Queues.Single();
        Assert.True(queue.Waiting == 0 || nothingLeft, $"Fans wait and are not admitted: {queue}");
    }

    /// <summary>I7.</summary>
    public void AssertLimitAtRest() => Assert.All(
        Store.Reservations.GroupBy(row => row.UserId),
        fan => Assert.InRange(fan.Sum(ReservationRules.CountedSeats), 0, SeatsPerFan));

    /// <summary>I4.</summary>
    private async Task AssertEventsAtRest()
    {
        EffectChecks.AssertDetails(Store);
        EffectChecks.AssertTold(Store, Told, "notification");
        EffectChecks.AssertTold(Store, Sent, "external-platform");
        foreach (var silo in silos)
        {
            var counts = await silo.Grains.GetGrain<IStatisticsGrain>(GrainKeys.Of(ScheduleId)).Get();
            EffectChecks.AssertStatistics(Store, counts);
            var map = silo.Grains.GetGrain<ISeatMapGrain>(GrainKeys.Of(ScheduleId));
            if (silos.Length > 1)
            {
                // This activation may not have received the last changes, and then has to read the table.
                await map.Get();
                await Task.Delay(TimeSpan.FromSeconds(1), time);
            }

            EffectChecks.AssertSeatMap(Store, (await map.Get())!);
        }
    }
}
