namespace Ticketing.Api;

/// <summary>Up to a fifth more or less, so that those who were told the same do not come back all at once.</summary>
internal static class Jitter
{
    private const double Spread = 0.2;

    public static TimeSpan Of(TimeSpan interval) => interval * Factor();

    /// <summary>At least 1.</summary>
    public static int Of(int seconds) => Math.Max(1, (int)Math.Round(seconds * Factor()));

    private static double Factor() => 1 - Spread + (2 * Spread * Random.Shared.NextDouble());
}
