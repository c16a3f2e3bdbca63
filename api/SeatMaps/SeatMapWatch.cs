namespace Ticketing.Api;

/// <summary>
/// Looks at one map for all who watch it, and tells them of the next version: at most one every
/// <see cref="PushMilliseconds"/>, however much changes.
/// </summary>
/// <param name="end">Called once, when the last one has left.</param>
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

    /// <summary>False when the last one has just left: then take another.</summary>
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

    /// <summary>The map as soon as there is a newer one than this; null for any.</summary>
    public Task<SentSeatMap> AfterAsync(SentSeatMap? known)
    {
        // Who has just come may know a newer one than has been told.
        lock (gate)
            return current is { } map && (known is null || map.IsAfter(known)) ? Task.FromResult(map) : next.Task;
    }

    /// <summary>Leaves.</summary>
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
                if (await LookAsync() is { } map && map.Version != current?.Version)
                    Tell(map);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
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
            // Whoever watches keeps the map as it was until it can be seen again.
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

    // The looking must not wait while thousands are written to.
    private static TaskCompletionSource<SentSeatMap> NewSource() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
