namespace Ticketing.Tests.Telemetry;

/// <summary>One metric of a scrape.</summary>
internal sealed record MetricFamily(string Name, string Type)
{
    public string? Help { get; set; }

    public List<MetricSample> Samples { get; } = [];
}
