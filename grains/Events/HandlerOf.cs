using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Events;

internal sealed class HandlerOf<TGrain, TBody>(
    Func<TBody, IEnumerable<string>> keysOf, Func<TGrain, ImmutableArray<Delivered<TBody>>, Task> handle) : Handler
    where TGrain : IGrainWithStringKey
    where TBody : class
{
    public override IReadOnlyList<Delivery> Read(OutboxEvent committed)
    {
        var body = EventJson.Read<TBody>(committed.Payload);
        var delivered = new Delivered<TBody>(
            committed.EventId, committed.Topic, committed.Key, committed.OccurredAt, committed.TraceParent, body);
        return [.. keysOf(body).Distinct().Select(key => new Typed(key, delivered))];
    }

    public override Task Handle(IGrainFactory grains, string grainKey, IReadOnlyList<Delivery> deliveries) =>
        handle(grains.GetGrain<TGrain>(grainKey), [.. deliveries.Select(delivery => ((Typed)delivery).Delivered)]);

    private sealed record Typed(string GrainKey, Delivered<TBody> Delivered) : Delivery(GrainKey);
}
