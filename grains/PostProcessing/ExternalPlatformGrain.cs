using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>Hands every event to the other platform.</summary>
public sealed class ExternalPlatformGrain(IExternalPlatform platform, TimeProvider time) : Grain, IExternalPlatformGrain
{
    private readonly Outgoing outgoing = new(time);

    public Task Send(ImmutableArray<Delivered<ReservationEvent>> events) =>
        outgoing.SendAll(events, platform.SendAsync);
}
