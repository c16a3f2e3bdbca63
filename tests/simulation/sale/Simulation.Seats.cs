using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Tests.Simulation;

/// <summary>An operator takes seats off sale, at once or when they come back, and puts them on sale again.</summary>
internal sealed partial class Simulation
{
    private async Task BlockSeats()
    {
        while (Selling)
        {
            await Task.Delay(TimeSpan.FromSeconds(4 * random.NextDouble()), time);
            var id = SeatId(random.Next(SeatCount));
            var seat = Grains.GetGrain<ISeatGrain>(GrainKeys.Seat(new SeatKey(ScheduleId, id)));
            try
            {
                if (random.Next(3) == 0)
                {
                    Promises.Blocked(id, await seat.BlockWhenFree());
                    continue;
                }

                Promises.Unblocking(id);
                await seat.Unblock();
            }
            catch (Exception e) when (e is TicketStoreException or TimeoutException or OrleansException)
            {
                Promises.Doubtful(id);
            }
        }
    }
}
