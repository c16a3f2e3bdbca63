namespace Ticketing.Tests.Support;

/// <summary>A timer of a <see cref="VirtualTime"/>.</summary>
internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state, long number) : ITimer
{
    private TimeSpan period;
    private bool disposed;

    public long Number => number;

    public DateTimeOffset Due { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (disposed)
            return false;
        this.period = period;
        time.Set(this, dueTime);
        return true;
    }

    public void Dispose()
    {
        disposed = true;
        time.Set(this, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Fire()
    {
        if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
            time.Set(this, period);
        callback(state);
    }
}
