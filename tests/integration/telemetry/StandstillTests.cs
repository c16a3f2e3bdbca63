using Ticketing.Messaging;

namespace Ticketing.Tests.Telemetry;

/// <summary>When a queue counts as stalled.</summary>
public sealed class StandstillTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Guid one = Guid.NewGuid();
    private readonly Guid other = Guid.NewGuid();
    private readonly Standstill standstill = new();

    [Fact]
    public void It_grows_while_an_open_queue_admits_nobody_and_ends_with_the_next_who_is()
    {
        Assert.Equal(0, Look(0, (one, 5)));
        Assert.Equal(10, Look(10, (one, 5)));
        Assert.Equal(20, Look(20, (one, 5)));
        Assert.Equal(0, Look(30, (one, 6)));
    }

    [Fact]
    public void The_longest_counts_however_the_others_go_on()
    {
        Look(0, (one, 5), (other, 1));
        Assert.Equal(10, Look(10, (one, 5), (other, 2)));
        Assert.Equal(20, Look(20, (one, 5), (other, 3)));
    }

    [Fact]
    public void Time_in_which_nobody_could_be_admitted_does_not_count()
    {
        Look(0, (one, 5));
        Assert.Equal(0, Look(10));
        Assert.Equal(0, Look(20, (one, 5)));
        Assert.Equal(10, Look(30, (one, 5)));
    }

    private double Look(int second, params (Guid Schedule, long AdmittedThrough)[] open) => standstill.Look(
        [.. open.Select(queue => new OpenQueue(queue.Schedule, queue.AdmittedThrough))],
        Start.AddSeconds(second)).TotalSeconds;
}
