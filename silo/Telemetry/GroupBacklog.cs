namespace Ticketing.Telemetry;

/// <summary>How much a consumer group of this process has not done with.</summary>
internal sealed class GroupBacklog
{
    private long handed;
    private long published;

    /// <summary>Who takes from a broker knows more than what was handed out; that is among it.</summary>
    public long Events => Math.Max(Interlocked.Read(ref handed), Interlocked.Read(ref published));

    public void Begin() => Interlocked.Increment(ref handed);

    public void End() => Interlocked.Decrement(ref handed);

    /// <param name="events">In the partitions of this process, 0 when it has none.</param>
    public void Publish(long events) => Interlocked.Exchange(ref published, events);
}
