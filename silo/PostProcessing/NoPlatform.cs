using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>There is none.</summary>
internal sealed class NoPlatform : IExternalPlatform
{
    public Task SendAsync(Delivered<ReservationEvent> sale, CancellationToken late) => Task.CompletedTask;
}
