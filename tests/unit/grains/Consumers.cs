using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>Events on the way that the map of the system says.</summary>
internal static class Consumers
{
    /// <summary>All that was committed so far.</summary>
    public static Task Deliver(this TwoSilos world, string name, int silo = 0) =>
        world.Deliver(name, world.Store.Events, silo);

    /// <summary>What is for the same grain in one call, in the order given.</summary>
    public static async Task Deliver(
        this TwoSilos world, string name, IEnumerable<OutboxEvent> events, int silo = 0)
    {
        var calls =
            from item in events
            from line in Choreography.All
            where line.Topic == item.Topic && line.Group == name
            from delivery in line.Handler.Read(item)
            group delivery by (line.Handler, delivery.GrainKey);
        foreach (var call in calls.ToArray())
            await call.Key.Handler.Handle(world.Silo(silo), call.Key.GrainKey, [.. call]);
    }
}
