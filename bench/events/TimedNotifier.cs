using System.Collections.Concurrent;
using System.Diagnostics;
using Ticketing.PostProcessing;

namespace Ticketing.Bench.Events;

/// <summary>Takes every notice and remembers when it came: a consumer at the end of its way.</summary>
internal sealed class TimedNotifier : INotifier
{
    private readonly ConcurrentDictionary<Guid, long> handledAt = new();

    public int Handled => handledAt.Count;

    public Task NotifyAsync(Notice notice, CancellationToken late)
    {
        handledAt.TryAdd(notice.Reservation.ReservationId, Stopwatch.GetTimestamp());
        return Task.CompletedTask;
    }

    /// <summary>When the notice of a reservation came; null while it has not.</summary>
    public long? HandledAt(Guid reservationId) =>
        handledAt.TryGetValue(reservationId, out var at) ? at : null;
}
