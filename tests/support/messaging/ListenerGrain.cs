using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.Tests.Messaging;

/// <summary>Tells <see cref="Heard"/> what it gets, and fails as that wants.</summary>
public sealed class ListenerGrain(Heard heard, IGrainContext context) : Grain, IListenerGrain
{
    public Task Take(ImmutableArray<Delivered<ReservationEvent>> events) =>
        heard.Take(Key, [.. events.Select(one => new Hearing(Key, one.EventId, one.Topic, one.Key, one.TraceParent))]);

    public Task TakeSeats(ImmutableArray<Delivered<SeatEvent>> events) =>
        heard.Take(Key, [.. events.Select(one => new Hearing(Key, one.EventId, one.Topic, one.Key, one.TraceParent))]);

    private string Key => context.GrainId.Key.ToString()!;
}
