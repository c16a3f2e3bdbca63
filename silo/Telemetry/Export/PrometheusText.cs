using System.Globalization;
using System.Text;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ticketing.Telemetry;

/// <summary>Writes metrics in Prometheus' text format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string PoolName = "db.client.connection.pool.name";

    private readonly StringBuilder text = new();
    private readonly HashSet<string> families = [];
    private readonly HashSet<string> seen = [];

    public static string Of(in Batch<Metric> metrics)
    {
        var writer = new PrometheusText();
        foreach (var metric in metrics) writer.Add(metric);
        return writer.text.ToString();
    }

    /// <summary>Backslash and line end; in a label's value the quotation mark as well.</summary>
    internal static string Escape(string value, bool quoted)
    {
        var escaped = value
            .Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal);
        return quoted ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    internal static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private void Add(Metric metric)
    {
        if (metric.MetricType == MetricType.ExponentialHistogram) return; // none of ours; the format has none
        var name = PrometheusName.Of(metric.Name, metric.Unit, metric.MetricType);
        // Two instruments whose names differ only in what the format does not know: twice would void the scrape.
        if (!families.Add(name.Family)) return;
        if (metric.Description is { Length: > 0 } help) Line($"# HELP {name.Family} {Escape(help, quoted: false)}");
        Line($"# TYPE {name.Family} {name.Type}");
        if (name.Unit.Length > 0) Line($"# UNIT {name.Family} {name.Unit}");
        seen.Clear();
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point.Tags);
            if (!seen.Add(labels)) continue; // tags that differ only in what labels do not show
            if (metric.MetricType.IsHistogram()) AddHistogram(name.Family, labels, point);
            else Sample(name.Family, labels, Value(metric.MetricType, point));
        }
    }

    private void AddHistogram(string family, string labels, in MetricPoint point)
    {
        var separator = labels.Length == 0 ? "" : ",";
        var below = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            Sample($"{family}_bucket", $"{labels}{separator}le=\"{Number(bucket.ExplicitBound)}\"", $"{below}");
        }

        Sample($"{family}_sum", labels, Number(point.GetHistogramSum()));
        Sample($"{family}_count", labels, $"{point.GetHistogramCount()}");
    }

    private static string Value(MetricType type, in MetricPoint point) => (type.IsLong(), type.IsGauge()) switch
    {
        (true, true) => point.GetGaugeLastValueLong().ToString(CultureInfo.InvariantCulture),
        (true, false) => point.GetSumLong().ToString(CultureInfo.InvariantCulture),
        (false, true) => Number(point.GetGaugeLastValueDouble()),
        (false, false) => Number(point.GetSumDouble()),
    };

    /// <summary>Tags whose names become the same are one label, their values joined.</summary>
    private static string Labels(ReadOnlyTagCollection tags)
    {
        if (tags.Count == 0) return "";
        var labels = new List<(string Name, string Value)>(tags.Count);
        foreach (var (key, value) in tags)
        {
            var name = PrometheusName.OfLabel(key);
            var said = Say(key, value);
            var same = labels.FindIndex(label => label.Name == name);
            if (same < 0) labels.Add((name, said));
            else labels[same] = (name, $"{labels[same].Value};{said}");
        }

        return string.Join(',', labels.Select(label => $"{label.Name}=\"{Escape(label.Value, quoted: true)}\""));
    }

    private static string Say(string key, object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        string pool when key == PoolName => NameOfPool(pool),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>
    /// Who opens connections without a data source has a pool that is called by its connection string.
    /// </summary>
    private static string NameOfPool(string pool) =>
        pool.Contains('=') ? new NpgsqlConnectionStringBuilder(pool).ApplicationName ?? "" : pool;

    private void Sample(string name, string labels, string value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        Line($" {value}");
    }

    private void Line(string line) => text.Append(line).Append('\n');
}
