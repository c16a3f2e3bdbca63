using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>The port to another platform that wants to know what is sold.</summary>
public interface IExternalPlatform
{
    /// <summary>
    /// Completes when the platform has taken it, within <see cref="Limits.SendTimeoutMilliseconds"/>; throws
    /// <see cref="SendFailedException"/> when it has not. The same event may come again.
    /// </summary>
    Task SendAsync(Delivered<ReservationEvent> sale, CancellationToken late);
}
