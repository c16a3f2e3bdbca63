using System.Collections.Immutable;

namespace Ticketing.Queues;

/// <summary>
/// Limits admissions to a pace with a token bucket that holds one second's worth. It starts empty, so that a restart
/// causes no burst.
/// </summary>
/// <param name="Ready">Admissions available at <paramref name="At"/>.</param>
public sealed record AdmissionPace(double Ready, DateTimeOffset At)
{
    // Rounding makes sums of fractions slightly too small.
    private const double Tolerance = 1e-6;

    /// <param name="perSecond">0: no limit.</param>
    public int Allows(int perSecond, DateTimeOffset now) =>
        perSecond == 0 ? int.MaxValue : (int)(ReadyAt(perSecond, now) + Tolerance);

    public AdmissionPace Take(int count, int perSecond, DateTimeOffset now) =>
        new(perSecond == 0 ? 0 : Math.Max(0, ReadyAt(perSecond, now) - count), now);

    /// <summary>When the next admission is due; at a high pace several are made together.</summary>
    public DateTimeOffset NextDue(int perSecond, DateTimeOffset now)
    {
        var worth = Math.Max(1, perSecond * Limits.PaceBatchMilliseconds / 1_000.0);
        var missing = worth - ReadyAt(perSecond, now);
        return missing <= Tolerance ? now : now.AddMilliseconds(Math.Ceiling(missing * 1_000 / perSecond));
    }

    private double ReadyAt(int perSecond, DateTimeOffset now) =>
        Math.Min(perSecond, Ready + (Math.Max(0, (now - At).TotalSeconds) * perSecond));
}

/// <summary>Admissions of the last five minutes, counted in intervals of 5 seconds.</summary>
/// <param name="Since">When the first admission was counted; null before.</param>
/// <param name="Newest">The number of the newest interval since 1970.</param>
/// <param name="Counts">Admissions of the newest interval and of those before it.</param>
public sealed record AdmissionRate(DateTimeOffset? Since, long Newest, ImmutableArray<int> Counts)
{
    private const int StretchSeconds = 5;
    private const int StretchesOfMinute = 60 / StretchSeconds;
    private const int Stretches = 5 * StretchesOfMinute;

    // The first fans are admitted all at once, which says nothing about the rate: divide by at least this long.
    private const int LeastSeconds = 2 * StretchSeconds;

    public static AdmissionRate None { get; } = new(null, 0, [.. new int[Stretches]]);

    public AdmissionRate Add(int count, DateTimeOffset now)
    {
        var stretch = Math.Max(StretchOf(now), Newest);
        var age = (int)Math.Min(stretch - Newest, Stretches);
        var counts = new int[Stretches];
        Counts.AsSpan(..(Stretches - age)).CopyTo(counts.AsSpan(age));
        counts[0] += count;
        return new AdmissionRate(Since ?? now, stretch, [.. counts]);
    }

    /// <summary>Admissions per minute of the last minute; extrapolated during the first.</summary>
    public double PerMinute(DateTimeOffset now)
    {
        if (Since is not { } since) return 0;
        var counted = Sum(CountsAt(now, StretchesOfMinute));
        return counted * 60.0 / Math.Clamp((now - since).TotalSeconds, LeastSeconds, 60);
    }

    /// <summary>The pace of the last five minutes and how much it varied; null without an admission.</summary>
    public QueuePace? Pace(DateTimeOffset now)
    {
        if (Since is not { } since) return null;
        var seconds = Math.Clamp((now - since).TotalSeconds, LeastSeconds, Stretches * StretchSeconds);
        var observed = (int)Math.Clamp(StretchOf(now) - StretchOf(since) + 1, 2, Stretches);
        var counts = CountsAt(now, observed);
        var admitted = Sum(counts);
        if (admitted == 0) return null;

        // The intervals since the last admission are not in the counts: there was none in them.
        var mean = (double)admitted / observed;
        var squares = (observed - counts.Length) * mean * mean;
        foreach (var count in counts) squares += (count - mean) * (count - mean);
        return new QueuePace(admitted, seconds, Math.Max(1, squares / (observed - 1) / mean));
    }

    /// <summary>The counts of the newest intervals, without those since the last admission.</summary>
    private ReadOnlySpan<int> CountsAt(DateTimeOffset now, int stretches)
    {
        var age = (int)Math.Clamp(StretchOf(now) - Newest, 0, stretches);
        return Counts.AsSpan(..(stretches - age));
    }

    private static long Sum(ReadOnlySpan<int> counts)
    {
        long sum = 0;
        foreach (var count in counts) sum += count;
        return sum;
    }

    private static long StretchOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StretchSeconds;
}
