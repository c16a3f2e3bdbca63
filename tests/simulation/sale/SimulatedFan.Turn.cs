using Ticketing.Queues;

namespace Ticketing.Tests.Simulation;

/// <summary>
/// Joins the queue, on several devices at once; waits, stays away too long, or leaves. Some fans use a page: it only
/// looks until the fan is called, and then takes the turn, perhaps after asking for more time.
/// </summary>
internal sealed partial class SimulatedFan
{
    /// <summary>The place, once active; null when the fan gave up or the turn was over.</summary>
    private async Task<QueuePlace?> TakeTurn()
    {
        var joined = await Try(() => world.Grains.GetGrain<IQueueEntranceGrain>(Schedule).Join(UserId));
        if (joined is null) return null;
        var place = joined.Place!.Value;
        world.Store.Watch.Given(world.ScheduleId, place);
        var usesPage = random.Next(2) == 0;
        while (world.Selling)
        {
            if (usesPage)
            {
                if (await Look(place) is not { } status) return null;
                if (status == PlaceStatus.Waiting && random.Next(20) == 0) return await GiveBack(place);
                if (status == PlaceStatus.Waiting)
                {
                    await Pause(2);
                    continue;
                }

                if (status == PlaceStatus.Admitted && random.Next(3) == 0) await AskForMoreTime(place);
            }

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

    /// <summary>Reads the row, as a look of a page does; null when the fan gave up, or has another place now.</summary>
    private async Task<PlaceStatus?> Look(QueuePlace place)
    {
        var rows = await Try(() => world.Store.LoadPlacesAsync(world.ScheduleId, [UserId]));
        return rows?.SingleOrDefault(row => row.Number == place.Number)?.Status;
    }

    /// <summary>
    /// Sends several requests one after the other, each once or twice at a time, and stays away for a while. A fan
    /// who was given more time does not miss the turn before its end.
    /// </summary>
    private async Task AskForMoreTime(QueuePlace place)
    {
        for (var asks = random.Next(1, 6); asks > 0; asks--)
        {
            var request = new AskMoreTime(place, NewId(random));
            var answers = await Task.WhenAll(Enumerable.Range(0, random.Next(1, 3)).Select(_ => Try(
                () => world.Grains.GetGrain<IQueueGrain>(Schedule).GiveMoreTime(request))));
            foreach (var answer in answers.OfType<MoreTimeOutcome>())
            {
                world.Store.Watch.Told(world.ScheduleId, place, answer);
                if (answer.Result == MoreTimeResult.Granted) await Stay(place, answer.ClaimUntil!.Value);
            }
        }
    }

    private async Task Stay(QueuePlace place, DateTimeOffset claimUntil)
    {
        await Pause(5);
        if (await Look(place) != PlaceStatus.Missed) return;
        Assert.True(time.GetUtcNow() >= claimUntil, $"{place} was missed early.");
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
