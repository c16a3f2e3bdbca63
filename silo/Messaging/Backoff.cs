namespace Ticketing.Messaging;

/// <summary>How long to wait before the next try.</summary>
internal static class Backoff
{
    private const double Spread = 0.2;
    private const int MaxDoublings = 30;

    /// <summary>Twice as long after every failure, within a bound, give or take a fifth.</summary>
    /// <param name="failures">In a row, from 1.</param>
    public static TimeSpan After(int failures, EventOptions options)
    {
        var doubled = options.FirstRetryMilliseconds * Math.Pow(2, Math.Min(failures - 1, MaxDoublings));
        return TimeSpan.FromMilliseconds(
            Math.Min(doubled, options.MaxRetryMilliseconds) * (1 + Spread * (2 * Random.Shared.NextDouble() - 1)));
    }
}
