using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Events;

/// <summary>Delivers events to a method of a grain.</summary>
public abstract class Handler
{
    /// <param name="keyOf">
    /// The key of the grain that consumes the event. Events of one key must go to one grain.
    /// </param>
    /// <param name="handle">
    /// Handles a batch, in order. When it throws, it must have done nothing of the batch. Some events may be repeated.
    /// </param>
    public static Handler Of<TGrain, TBody>(
        Func<TBody, string> keyOf, Func<TGrain, ImmutableArray<Delivered<TBody>>, Task> handle)
        where TGrain : IGrainWithStringKey
        where TBody : class =>
        new HandlerOf<TGrain, TBody>(body => [keyOf(body)], handle);

    /// <param name="keysOf">
    /// The keys of all grains that consume the event; empty when the event concerns none of them.
    /// </param>
    /// <param name="handle">See <see cref="Of"/>.</param>
    public static Handler ToEach<TGrain, TBody>(
        Func<TBody, IEnumerable<string>> keysOf, Func<TGrain, ImmutableArray<Delivered<TBody>>, Task> handle)
        where TGrain : IGrainWithStringKey
        where TBody : class =>
        new HandlerOf<TGrain, TBody>(keysOf, handle);

    /// <summary>
    /// The deliveries of an event, one for each receiving grain. Throws <see cref="System.Text.Json.JsonException"/>
    /// when the payload does not have the handler's type.
    /// </summary>
    public abstract IReadOnlyList<Delivery> Read(OutboxEvent committed);

    /// <param name="deliveries">Deliveries read by this handler for one grain, in order.</param>
    public abstract Task Handle(IGrainFactory grains, string grainKey, IReadOnlyList<Delivery> deliveries);
}

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

/// <summary>An event read by a handler, and the key of the receiving grain.</summary>
public abstract record Delivery(string GrainKey);

/// <summary>One line of the choreography: what a consumer group does with the events of a topic.</summary>
public sealed record Subscription(string Topic, string Group, Handler Handler);
