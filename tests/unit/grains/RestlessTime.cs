using Ticketing.Simulator;

namespace Ticketing.Tests.Grains;

/// <summary>A clock that advances by a tick at every read.</summary>
internal sealed class RestlessTime(VirtualTime time) : TimeProvider
{
    private long looks;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow().AddTicks(looks++);

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
