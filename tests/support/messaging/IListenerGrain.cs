using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.Tests.Messaging;

/// <summary>A consumer of the tests.</summary>
public interface IListenerGrain : IGrainWithStringKey
{
    Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events);

    Task HandleSeats(ImmutableArray<Delivered<SeatEvent>> events);
}
