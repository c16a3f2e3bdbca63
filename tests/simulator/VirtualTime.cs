namespace Ticketing.Simulator;

/// <summary>A clock that advances only when a caller moves it. Timers fire in the order they are due.</summary>
public sealed class VirtualTime : TimeProvider
{
    private readonly SortedSet<VirtualTimer> timers = new(Comparer<VirtualTimer>.Create(
        (one, other) => (one.Due, one.Number).CompareTo((other.Due, other.Number))));

    private DateTimeOffset now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long timersMade;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (timers)
            return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state, Interlocked.Increment(ref timersMade));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>When the next timer is due, if any.</summary>
    public DateTimeOffset? NextDue()
    {
        lock (timers)
            return timers.Min?.Due;
    }

    /// <summary>
    /// Advances to the next timer that is due within the limit, and fires it. Returns false when there is none.
    /// </summary>
    public bool Step(DateTimeOffset limit)
    {
        VirtualTimer? next;
        lock (timers)
        {
            next = timers.Min;
            if (next is null || next.Due > limit)
            {
                now = limit > now ? limit : now;
                return false;
            }

            now = next.Due > now ? next.Due : now;
            timers.Remove(next);
        }

        next.Fire();
        return true;
    }

    internal void Set(VirtualTimer timer, TimeSpan dueTime)
    {
        lock (timers)
        {
            timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            timer.Due = now + dueTime;
            timers.Add(timer);
        }
    }
}

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
