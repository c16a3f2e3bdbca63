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
        new HandlerOf<TGrain, TBody>(body => [keyOf(body)], handle);

    /// <param name="keysOf">The grains that an event is for: each gets it. None, when it is of no use to them.</param>
    /// <param name="handle">As of <see cref="Of"/>.</param>
    public static Handler ToEach<TGrain, TBody>(
        Func<TBody, IEnumerable<string>> keysOf, Func<TGrain, ImmutableArray<Delivered<TBody>>, Task> handle)
        where TGrain : IGrainWithStringKey
        where TBody : class =>
        new HandlerOf<TGrain, TBody>(keysOf, handle);

    /// <summary>
    /// What is to be delivered: one for each grain that it is for, none twice. Throws
    /// <see cref="System.Text.Json.JsonException"/> when the payload is not what the handler takes.
    /// </summary>
    public abstract IReadOnlyList<Delivery> Read(OutboxEvent committed);

    /// <param name="deliveries">Read by this handler, all for the same grain, in order.</param>
    public abstract Task Handle(IGrainFactory grains, string grainKey, IReadOnlyList<Delivery> deliveries);
}
