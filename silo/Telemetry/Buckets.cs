using System.Diagnostics.Metrics;

namespace Ticketing.Telemetry;

/// <summary>Bounds of histograms that several parts have.</summary>
internal static class Buckets
{
    /// <summary>How many things go together.</summary>
    public static readonly InstrumentAdvice<int> Sizes = new()
    {
        HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    };
}
