using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>One queue on the <see cref="QueueBoard"/>.</summary>
internal sealed class PostedQueue(IQueueGrain queue, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(Limits.QueueStandingMaxAgeMilliseconds);

    // While the queue does not answer, an old standing is better than none, but not forever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(Limits.QueueStandingPatienceSeconds);

    private readonly Lock gate = new();
    private QueueView? view;
    private long readAt;
    private Task? reading;

    /// <summary>Nobody has looked for a while, or there is nothing to see.</summary>
    public bool IsIdle => reading is null or { IsCompleted: true } && (view is null || Age > Patience);

    private TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref readAt));

    public ValueTask<QueueView?> GetAsync()
    {
        var known = view;
        if (known is not null && Age <= MaxAge)
            return new(known);
        var refreshed = RefreshAsync();
        return known is not null && Age <= Patience ? new(known) : WaitAsync(refreshed);
    }

    private async ValueTask<QueueView?> WaitAsync(Task refreshed)
    {
        await refreshed;
        return view;
    }

    private Task RefreshAsync()
    {
        lock (gate)
            return reading is null or { IsCompleted: true } ? reading = ReadAsync() : reading;
    }

    private async Task ReadAsync()
    {
        var standing = await queue.GetStanding();
        view = standing is null ? null : new QueueView(standing, OrderOf(standing));
        Volatile.Write(ref readAt, time.GetTimestamp());
    }

    private DrawOrder OrderOf(QueueStanding standing) =>
        view is { } known && known.Standing.DrawnEntries == standing.DrawnEntries ? known.Order : DrawOrder.Of(standing);
}
