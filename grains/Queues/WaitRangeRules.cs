namespace Ticketing.Queues;

/// <summary>A wait in seconds, both ends included.</summary>
public readonly record struct WaitRange(long AtLeastSeconds, long AtMostSeconds);

/// <summary>Estimates a wait as a range, from the pace of the last minutes. Pure.</summary>
public static class WaitRangeRules
{
    /// <summary>Of a normal distribution, 90 % are within so many standard deviations.</summary>
    private const double Deviations = 1.645;

    /// <summary>
    /// The time until <c>k = ahead + 1</c> admissions, when <c>n</c> were observed at a rate <c>r</c>. Its variance has
    /// two parts: <c>k / r^2</c>, since admissions come irregularly, and <c>(k / r)^2 / n</c>, since the rate itself is
    /// only known from <c>n</c> admissions. Both are those of a Poisson process, multiplied by the observed dispersion:
    /// admissions come in bursts. Both ends of the range grow with <c>k</c>, and so does their distance.
    /// </summary>
    /// <param name="ahead">Number of fans ahead.</param>
    /// <param name="estimateSeconds">
    /// The estimate by the last minute, which the range contains; null when there is none.
    /// </param>
    public static WaitRange Range(QueuePace pace, long ahead, long? estimateSeconds)
    {
        var k = ahead + 1.0;
        var perSecond = pace.Admitted / pace.Seconds;
        var expected = k / perSecond;
        var deviation = Math.Sqrt(pace.Dispersion * (k + (k * k / pace.Admitted))) / perSecond;
        var atLeast = (long)Math.Max(0, Math.Floor(expected - (Deviations * deviation)));
        var atMost = (long)Math.Ceiling(expected + (Deviations * deviation));
        return estimateSeconds is { } estimate
            ? new WaitRange(Math.Min(atLeast, estimate), Math.Max(atMost, estimate))
            : new WaitRange(atLeast, atMost);
    }
}
