using Ticketing.Events;
using Ticketing.PostProcessing;
using Ticketing.Storage;

namespace Ticketing.Tests.Simulation;

/// <summary>
/// Delivers committed events to the grains as the choreography says: late, in batches, more than once, to any host, and
/// again after every failure. Events of one key stay in order; those of different keys do not.
/// </summary>
/// <param name="thread">
/// The scheduler of the simulation, so that deliveries do not end with the grain that committed the event.
/// </param>
internal sealed class SimulatedConsumers(Simulation world, Random random, TimeProvider time, TaskScheduler thread)
{
    private const int MaxPerCall = 6;

    private readonly ILookup<string, Subscription> lines = Choreography.All.ToLookup(line => line.Topic);
    private readonly Dictionary<(string Group, string GrainKey), List<SimulatedDelivery>> lanes = [];
    private Exception? broken;

    /// <summary>Deliveries that have not been handled yet, including repeated ones.</summary>
    public int UnderWay { get; private set; }

    public int Handled { get; private set; }

    public int Again { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Takes events in the order of the commits, which is that of each key.</summary>
    public void Committed(IEnumerable<OutboxEvent> events)
    {
        foreach (var item in events)
        {
            foreach (var line in lines[item.Topic])
            {
                foreach (var delivery in line.Handler.Read(item))
                    Wait((line.Group, delivery.GrainKey), new(line.Handler, delivery, item.Key));
            }
        }
    }

    private void Wait((string Group, string GrainKey) lane, SimulatedDelivery arrived)
    {
        UnderWay++;
        if (lanes.TryGetValue(lane, out var waiting))
        {
            waiting.Add(arrived);
            return;
        }

        lanes[lane] = [arrived];
        Task.Factory.StartNew(() => Run(lane), CancellationToken.None, TaskCreationOptions.None, thread);
    }

    public async Task Drain()
    {
        while (UnderWay > 0) await Task.Delay(TimeSpan.FromSeconds(1), time);
        Assert.Null(broken);
    }

    private async Task Run((string Group, string GrainKey) lane)
    {
        var waiting = lanes[lane];
        while (waiting.Count > 0)
        {
            await Pause(random.Next(8) == 0 ? 5 : 0.2);
            var batch = Take(waiting);
            await Handle(batch);
            if (random.Next(8) == 0) _ = HandleAgain(batch);
        }

        lanes.Remove(lane);
    }

    /// <summary>
    /// Takes deliveries for one method of the grain, of any keys, the first of each key before its second.
    /// </summary>
    private List<SimulatedDelivery> Take(List<SimulatedDelivery> waiting)
    {
        var batch = new List<SimulatedDelivery>();
        for (var size = random.Next(1, MaxPerCall + 1); batch.Count < size;)
        {
            var heads = waiting.DistinctBy(item => item.Key)
                .Where(item => batch.Count == 0 || item.Handler == batch[0].Handler)
                .ToArray();
            if (heads.Length == 0) break;
            var next = heads[random.Next(heads.Length)];
            waiting.Remove(next);
            batch.Add(next);
        }

        return batch;
    }

    private async Task HandleAgain(List<SimulatedDelivery> batch)
    {
        UnderWay += batch.Count;
        Again += batch.Count;
        await Pause(10);
        await Handle(batch);
    }

    /// <summary>Handles a batch. When that fails, retries each delivery until it succeeds.</summary>
    private async Task Handle(List<SimulatedDelivery> batch)
    {
        if (!await TryHandle(batch))
        {
            foreach (var item in batch)
            {
                while (!await TryHandle([item])) await Pause(1);
            }
        }

        Handled += batch.Count;
        UnderWay -= batch.Count;
    }

    private async Task<bool> TryHandle(List<SimulatedDelivery> batch)
    {
        var (handler, delivery, _) = batch[0];
        try
        {
            await handler.Handle(world.Grains, delivery.GrainKey, [.. batch.Select(item => item.Delivery)]);
            return true;
        }
        catch (Exception e) when (e is TicketStoreException or TimeoutException or OrleansException
            or SendFailedException)
        {
            // Two grains that write one row at the same moment conflict without any fault, too: for example, a wish to
            // block a seat and the end of its reservation.
            if (e is not CommitConflictException) Failed++;
            return false;
        }
        catch (Exception e)
        {
            broken ??= e; // not a transient fault: a bug, reported at the end
            return true;
        }
    }

    private Task Pause(double maxSeconds) => Task.Delay(TimeSpan.FromSeconds(maxSeconds * random.NextDouble()), time);
}
