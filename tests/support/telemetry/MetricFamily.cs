namespace Ticketing.Tests.Telemetry;

/// <summary>What a scrape tells of one metric.</summary>
internal sealed record MetricFamily(string Name, string Type)
{
    public string? Help { get; set; }

    public List<MetricSample> Samples { get; } = [];
}
