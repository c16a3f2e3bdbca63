using Ticketing.Catalog;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>
/// Tells the queue of a schedule that seats have become free by something else than the end of a turn. A message that
/// is lost costs the interval at which a queue that is sold out counts the seats.
/// </summary>
internal static class FreedSeats
{
    public static async Task TellSeatsAreFree(this IGrainFactory grains, Guid scheduleId)
    {
        try
        {
            var terms = await grains.GetGrain<IScheduleGrain>(GrainKeys.Of(scheduleId)).GetTerms();
            if (terms is { HasQueue: true })
                await grains.GetGrain<IQueueGrain>(GrainKeys.Of(scheduleId)).Settle(TurnRules.FreedSeats);
        }
        catch (Exception e) when (e is TicketStoreException or OrleansException or TimeoutException)
        {
            // The change of the seat is committed; its caller must not hear that it failed.
        }
    }
}
