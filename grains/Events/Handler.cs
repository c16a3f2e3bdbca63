using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Events;

/// <summary>A method of a grain that takes events.</summary>
public abstract class Handler
{
    /// <param name="keyOf">The grain that an event is for. Events of one key must be for one grain.</param>
    /// <param name="handle">
    /// Takes what has gathered, in order, and has done all of it or nothing when it fails. Some of it may have been
    /// taken before.
    /// </param>
    public static Handler Of<TGrain, TBody>(
        Func<TBody, string> keyOf, Func<TGrain, ImmutableArray<Delivered<TBody>>, Task> handle)
        where TGrain : IGrainWithStringKey
        where TBody : class =>
        new HandlerOf<TGrain, TBody>(keyOf, handle);

    /// <summary>
    /// What is to be delivered. Throws <see cref="System.Text.Json.JsonException"/> when the payload is not what the
    /// handler takes.
    /// </summary>
    public abstract Delivery Read(OutboxEvent committed);

    /// <param name="deliveries">Read by this handler, all for the same grain, in order.</param>
    public abstract Task Handle(IGrainFactory grains, string grainKey, IReadOnlyList<Delivery> deliveries);
}
