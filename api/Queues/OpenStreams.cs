using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>
/// Bounds how many streams of the same place are open: whoever has one token does not take the streams of all others.
/// </summary>
internal sealed class OpenStreams(IOptions<ApiOptions> options)
{
    private readonly ConcurrentDictionary<(Guid ScheduleId, long Number), int> open = new();
    private readonly int most = options.Value.Concurrency is { Enabled: true, StreamsPerPlace: var bound }
        ? bound
        : int.MaxValue;

    /// <summary>Whether one more may be opened; then <see cref="Close"/> it.</summary>
    public bool TryOpen(QueueTicket ticket)
    {
        if (open.AddOrUpdate(ticket.Key, 1, (_, count) => count + 1) <= most)
            return true;
        Close(ticket);
        return false;
    }

    public void Close(QueueTicket ticket)
    {
        // Nobody may add to an entry between the look at it and its removal: it is removed only as it was seen.
        while (open.TryGetValue(ticket.Key, out var count))
        {
            if (count > 1
                ? open.TryUpdate(ticket.Key, count - 1, count)
                : open.TryRemove(new KeyValuePair<(Guid, long), int>(ticket.Key, count)))
            {
                return;
            }
        }
    }
}
