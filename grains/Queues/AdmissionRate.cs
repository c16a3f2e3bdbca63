using System.Collections.Immutable;

namespace Ticketing.Queues;

/// <summary>Admissions of the last minute, counted in stretches of some seconds.</summary>
/// <param name="Newest">The number of the newest stretch since 1970.</param>
/// <param name="Counts">Of the newest stretch and those before it.</param>
public sealed record AdmissionRate(long Newest, ImmutableArray<int> Counts)
{
    private const int StretchSeconds = 5;
    private const int Stretches = 60 / StretchSeconds;

    public static AdmissionRate None { get; } = new(0, [.. new int[Stretches]]);

    public AdmissionRate Add(int count, DateTimeOffset now)
    {
        var stretch = Math.Max(StretchOf(now), Newest);
        var age = (int)Math.Min(stretch - Newest, Stretches);
        var counts = new int[Stretches];
        Counts.AsSpan(..(Stretches - age)).CopyTo(counts.AsSpan(age));
        counts[0] += count;
        return new AdmissionRate(stretch, [.. counts]);
    }

    public double PerMinute(DateTimeOffset now)
    {
        var age = (int)Math.Clamp(StretchOf(now) - Newest, 0, Stretches);
        return Counts.AsSpan(..(Stretches - age)).ToArray().Sum();
    }

    private static long StretchOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StretchSeconds;
}
