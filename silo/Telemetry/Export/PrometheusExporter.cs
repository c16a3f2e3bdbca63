using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ticketing.Telemetry;

/// <summary>What the SDK has counted, as text, whenever it is asked for.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>Set by the SDK.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Of the last collection.</summary>
    public byte[] Text { get; private set; } = [];

    public override ExportResult Export(in Batch<Metric> batch)
    {
        Text = Encoding.UTF8.GetBytes(PrometheusText.Of(batch));
        return ExportResult.Success;
    }
}
