namespace Ticketing.Api;

/// <summary>
/// Polls one map for all its watchers and hands them the next version: at most one every
/// <see cref="PushMilliseconds"/> ms, however much changes.
/// </summary>
/// <param name="end">Called once, when the last watcher has left.</param>
internal sealed class SeatMapWatch(
    Func<ValueTask<SentSeatMap?>> look, Action<SeatMapWatch> end, TimeProvider time, ILogger log) : IDisposable
{
    public const int PushMilliseconds = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(PushMilliseconds);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource left = new();
    private TaskCompletionSource<SentSeatMap> next = NewSource();
    private SentSeatMap? current;
    private int watchers;

    /// <summary>False when the last watcher has just left, which ended this watch: use another one then.</summary>
    public bool TryJoin()
    {
        lock (gate)
        {
            if (left.IsCancellationRequested)
                return false;
            if (watchers++ == 0)
                _ = LookOnAsync();
            return true;
        }
    }

    /// <summary>The map as soon as there is a newer one than this; null for the next one, whichever it is.</summary>
    public Task<SentSeatMap> AfterAsync(SentSeatMap? known)
    {
        // A watcher that just joined may know a newer version than the last one pushed.
        lock (gate)
            return current is { } map && (known is null || map.IsAfter(known)) ? Task.FromResult(map) : next.Task;
    }

    /// <summary>Ends the use by one watcher.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (--watchers > 0)
                return;
            left.Cancel();
        }

        end(this);
    }

    private async Task LookOnAsync()
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(left.Token))
            {
                if (await LookAsync() is { } map
                    && (map.Version != current?.Version || map.KnowsPlan != current.KnowsPlan))
                {
                    Tell(map);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The last watcher has left.
        }
    }

    private async Task<SentSeatMap?> LookAsync()
    {
        try
        {
            return await look();
        }
        catch (Exception fault)
        {
            // Watchers keep the last version until the map can be read again.
            if (Faults.Explain(fault) is null)
                log.SeatMapNotSeen(fault);
            return null;
        }
    }

    private void Tell(SentSeatMap map)
    {
        TaskCompletionSource<SentSeatMap> told;
        lock (gate)
        {
            (told, next) = (next, NewSource());
            current = map;
        }

        told.SetResult(map);
    }

    // The poll must not wait while thousands of clients are written to.
    private static TaskCompletionSource<SentSeatMap> NewSource() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
