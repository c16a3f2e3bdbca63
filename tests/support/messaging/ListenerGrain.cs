using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.Tests.Messaging;

/// <summary>Reports its events to <see cref="Heard"/>, and fails as that says.</summary>
public sealed class ListenerGrain(Heard heard, IGrainContext context) : Grain, IListenerGrain
{
    public Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events) =>
        heard.Take(Key, [.. events.Select(one => new Hearing(Key, one.EventId, one.Topic, one.Key, one.TraceParent))]);

    public Task HandleSeats(ImmutableArray<Delivered<SeatEvent>> events) =>
        heard.Take(Key, [.. events.Select(one => new Hearing(Key, one.EventId, one.Topic, one.Key, one.TraceParent))]);

    private string Key => context.GrainId.Key.ToString()!;
}
