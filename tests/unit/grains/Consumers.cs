using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>Delivers events as the choreography says.</summary>
internal static class Consumers
{
    /// <summary>Delivers all events that were committed so far.</summary>
    public static Task Deliver(this TwoSilos world, string name, int silo = 0) =>
        world.Deliver(name, world.Store.Events, silo);

    /// <summary>Delivers the events of each grain in one call, in the order given.</summary>
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
