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

/// <summary>Admissions of the last minute, counted in intervals of 5 seconds.</summary>
/// <param name="Since">When the first admission was counted; null before.</param>
/// <param name="Newest">The number of the newest interval since 1970.</param>
/// <param name="Counts">Admissions of the newest interval and of those before it.</param>
public sealed record AdmissionRate(DateTimeOffset? Since, long Newest, ImmutableArray<int> Counts)
{
    private const int StretchSeconds = 5;
    private const int Stretches = 60 / StretchSeconds;

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

    /// <summary>Admissions per minute; extrapolated during the first minute.</summary>
    public double PerMinute(DateTimeOffset now)
    {
        if (Since is not { } since) return 0;
        var age = (int)Math.Clamp(StretchOf(now) - Newest, 0, Stretches);
        var counted = Counts.AsSpan(..(Stretches - age)).ToArray().Sum();
        return counted * 60 / Math.Clamp((now - since).TotalSeconds, LeastSeconds, 60);
    }

    private static long StretchOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StretchSeconds;
}
