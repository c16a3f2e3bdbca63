using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>What the queue remembers of its rows, and when it reads them again.</summary>
public sealed partial class QueueGrain
{
    private static readonly TimeSpan TrustTime = TimeSpan.FromSeconds(Limits.QueueTrustSeconds);
    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(Limits.NewsRetrySeconds);

    private QueueState? state;
    private QueueState? forgotten;
    private Task<QueueState?>? loading;

    /// <summary>Old memory and newer rows do not agree, and what was decided on both could not be written.</summary>
    private async Task CheckUpToDate()
    {
        var stored = await store.LoadQueueAsync(scheduleId);
        if (stored?.Queue.Version != state!.Row.Version)
            throw new CommitConflictException($"Queue {scheduleId} has gone on in another activation.");
    }

    private async Task<PlaceRow?> ReadPlace(Guid userId) =>
        (await store.LoadPlacesAsync(scheduleId, [userId])).SingleOrDefault();

    /// <summary>Memory was found to be older than the rows.</summary>
    private async Task<QueueState> Reread()
    {
        Forget();
        return Bring(await Known() ?? throw new InvalidOperationException($"Queue {scheduleId} has lost its row."));
    }

    private async Task<QueueState?> Known()
    {
        var known = state;
        if (known is null)
        {
            // Looks at the standing interleave: all of them wait for the one load.
            if (loading is null or { IsCompleted: true }) loading = Load();
            known = await loading;
        }

        terms = await GrainFactory.GetGrain<IScheduleGrain>(GrainKeys.Of(scheduleId)).GetTerms();
        if (known is null || terms is null) DeactivateOnIdle();
        return known;
    }

    private async Task<QueueState?> Load()
    {
        var now = time.GetUtcNow();
        if (await store.LoadQueueAsync(scheduleId) is not { } record) return null;
        var read = QueueState.Read(record, now);
        QueueCommits.CheckConsistent(read);
        if (forgotten is not null) read = read with { Pace = forgotten.Pace, Rate = forgotten.Rate };
        news.AddRange(QueueNewsRules.NewsOf(record).Except(news).ToArray());
        return state = read;
    }

    /// <summary>Another activation may have gone on; it will be noticed by the next commit, or here.</summary>
    private void ForgetWhatIsOld()
    {
        if (state is not null && state.KnownAt + TrustTime <= time.GetUtcNow()) Forget();
    }

    private void Forget()
    {
        forgotten = state ?? forgotten;
        state = null;
    }

    /// <summary>A commit failed. What reservations told is written soon, if it was not.</summary>
    private void Drop()
    {
        Forget();
        if (news.Count > 0) SetTimer(time.GetUtcNow() + RetryTime);
        else DeactivateOnIdle();
    }
}
