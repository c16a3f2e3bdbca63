using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.Tests.Messaging;

/// <summary>A consumer of the tests.</summary>
public interface IListenerGrain : IGrainWithStringKey
{
    Task Take(ImmutableArray<Delivered<ReservationEvent>> events);

    Task TakeSeats(ImmutableArray<Delivered<SeatEvent>> events);
}
