using System.Collections.Immutable;

namespace Ticketing.Queues;

/// <summary>Admissions of the last minute, counted in stretches of some seconds.</summary>
/// <param name="Since">When the first was counted; null: none yet.</param>
/// <param name="Newest">The number of the newest stretch since 1970.</param>
/// <param name="Counts">Of the newest stretch and those before it.</param>
public sealed record AdmissionRate(DateTimeOffset? Since, long Newest, ImmutableArray<int> Counts)
{
    private const int StretchSeconds = 5;
    private const int Stretches = 60 / StretchSeconds;

    // The first are admitted all at once: nothing to go by.
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

    /// <summary>In the first minute, what it would be if it went on like this.</summary>
    public double PerMinute(DateTimeOffset now)
    {
        if (Since is not { } since) return 0;
        var age = (int)Math.Clamp(StretchOf(now) - Newest, 0, Stretches);
        var counted = Counts.AsSpan(..(Stretches - age)).ToArray().Sum();
        return counted * 60 / Math.Clamp((now - since).TotalSeconds, LeastSeconds, 60);
    }

    private static long StretchOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StretchSeconds;
}
