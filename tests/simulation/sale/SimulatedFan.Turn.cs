using Ticketing.Queues;

namespace Ticketing.Tests.Simulation;

/// <summary>Joins the queue, on several devices at once; waits, stays away too long, or leaves.</summary>
internal sealed partial class SimulatedFan
{
    /// <summary>The place, once active; null when the fan gave up or the turn was over.</summary>
    private async Task<QueuePlace?> TakeTurn()
    {
        var joined = await Try(() => world.Grains.GetGrain<IQueueEntranceGrain>(Schedule).Join(UserId));
        if (joined is null) return null;
        var place = joined.Place!.Value;
        world.Store.Watch.Given(world.ScheduleId, place);
        while (world.Selling)
        {
            var entered = await Try(() => world.Grains.GetGrain<IQueueGrain>(Schedule).Enter(place));
            if (entered is null) return null;
            world.Store.Watch.Told(world.ScheduleId, place, entered);
            if (entered.Result == EnterResult.Active && random.Next(12) > 0) return place;
            if (entered.Result is not (EnterResult.Active or EnterResult.Waiting)) return null;
            if (random.Next(20) == 0) return await GiveBack(place);
            await Pause(random.Next(5) == 0 ? 15 : 2);
        }

        return null;
    }

    private string Schedule => GrainKeys.Of(world.ScheduleId);

    private async Task<QueuePlace?> GiveBack(QueuePlace place)
    {
        await Try(async () =>
        {
            await world.Grains.GetGrain<IQueueGrain>(Schedule).Leave(place);
            return this;
        });
        return null;
    }
}
