namespace Ticketing.Tests.Telemetry;

/// <summary>One line of a scrape.</summary>
/// <param name="Labels">Unescaped.</param>
internal sealed record MetricSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>The series of this sample: the name and all labels.</summary>
    public string Series => $"{Name}{{{string.Join(',', Labels.OrderBy(pair => pair.Key, StringComparer.Ordinal))}}}";
}
