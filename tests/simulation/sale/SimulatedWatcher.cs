using Ticketing.Catalog;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Simulation;

/// <summary>
/// Watches the seats and requests changes only: the result is the map, despite crashes and whichever host is asked.
/// </summary>
internal sealed class SimulatedWatcher(Simulation world, Random random, TimeProvider time)
{
    private SeatMapCopy? copy;

    public int Deltas { get; private set; }

    public async Task Live()
    {
        while (world.Selling)
        {
            await Task.Delay(TimeSpan.FromSeconds(3 * random.NextDouble()), time);
            try
            {
                await Look(world.Grains.GetGrain<ISeatMapGrain>(GrainKeys.Of(world.ScheduleId)));
            }
            catch (Exception e) when (e is TicketStoreException or TimeoutException or OrleansException)
            {
                // Polls again.
            }
        }
    }

    private async Task Look(ISeatMapGrain map)
    {
        var news = (await map.GetSince(copy?.Version ?? ""))!;
        if (news.Whole is null && news.Changes.Length > 0) Deltas++;
        if (copy is null) copy = new SeatMapCopy(news);
        else copy.Take(news);

        var whole = (await map.Get())!;
        if (whole.Version == copy.Version) copy.AssertIs(whole);
    }
}
