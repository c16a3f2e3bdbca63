using System.Collections.Concurrent;
using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>
/// What is published of the queues, kept in this process: however many fans look at their position, each queue is asked
/// at most once every <see cref="Limits.QueueStandingMaxAgeMilliseconds"/>. Who looks meanwhile gets what is known,
/// while that is not all too old.
/// </summary>
internal sealed class QueueBoard(IGrainFactory grains, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, PostedQueue> queues = new();

    /// <summary>Null when there is no such schedule.</summary>
    public ValueTask<QueueView?> GetAsync(Guid scheduleId)
    {
        if (!queues.TryGetValue(scheduleId, out var posted))
        {
            MakeRoom();
            posted = queues.GetOrAdd(scheduleId, id => new PostedQueue(grains.GetGrain<IQueueGrain>(GrainKeys.Of(id)), time));
        }

        return posted.GetAsync();
    }

    /// <summary>Forgets queues that nobody looks at, and those of schedules that are none.</summary>
    private void MakeRoom()
    {
        if (queues.Count < Limits.PostedQueues)
            return;
        foreach (var (id, queue) in queues)
        {
            if (queue.IsIdle)
                queues.TryRemove(id, out _);
        }
    }
}
