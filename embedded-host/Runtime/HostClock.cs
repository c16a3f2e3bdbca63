namespace Ticketing.EmbeddedHost;

/// <summary>
/// Coarse time: one tick a scan period. Reading it costs a load, where the real clock costs a call each.
/// </summary>
internal sealed class HostClock(TimeProvider time, TimeSpan period)
{
    private readonly long start = time.GetTimestamp();
    private long now;

    public long Now => Volatile.Read(ref now);

    public void Update() => Volatile.Write(ref now, time.GetElapsedTime(start).Ticks / period.Ticks);

    /// <summary>
    /// Ticks after which at least this duration has passed, whatever part of the current tick is gone.
    /// </summary>
    public long TicksIn(TimeSpan duration) =>
        duration == Timeout.InfiniteTimeSpan
            ? long.MaxValue / 2 : ((duration.Ticks + period.Ticks - 1) / period.Ticks) + 1;
}
