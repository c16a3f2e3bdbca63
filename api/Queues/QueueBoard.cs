using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>What this process knows of the queues: each is asked a few times a second, whoever looks.</summary>
internal sealed class QueueBoard(IGrainFactory grains, TimeProvider time)
{
    private readonly PostedValues<QueueView> queues = new(
        (id, known) => ReadAsync(grains.GetGrain<IQueueGrain>(GrainKeys.Of(id)), known),
        TimeSpan.FromMilliseconds(Limits.QueueStandingMaxAgeMilliseconds),
        time);

    /// <summary>Null when there is no such schedule.</summary>
    public ValueTask<QueueView?> GetAsync(Guid scheduleId) => queues.GetAsync(scheduleId);

    private static async Task<QueueView?> ReadAsync(IQueueGrain queue, QueueView? known) =>
        await queue.GetStanding() is { } standing ? QueueView.Of(standing, known) : null;
}
