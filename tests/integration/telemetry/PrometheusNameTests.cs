using OpenTelemetry.Metrics;
using Ticketing.Telemetry;

namespace Ticketing.Tests.Telemetry;

/// <summary>OpenTelemetry's rules for names at Prometheus.</summary>
public sealed class PrometheusNameTests
{
    [Theory]
    [InlineData("ticketing.reservations", "{reservation}", MetricType.LongSum, "ticketing_reservations_total")]
    [InlineData("http.server.request.duration", "s", MetricType.Histogram, "http_server_request_duration_seconds")]
    [InlineData("dotnet.process.memory.working_set", "By", MetricType.LongSumNonMonotonic,
        "dotnet_process_memory_working_set_bytes")]
    [InlineData("cpu.seconds", "s", MetricType.DoubleSum, "cpu_seconds_total")]
    [InlineData("requests_total", "", MetricType.LongSum, "requests_total")]
    [InlineData("pool.use", "1", MetricType.DoubleGauge, "pool_use_ratio")]
    [InlineData("pool.users", "1", MetricType.LongSum, "pool_users_total")]
    [InlineData("disk", "By/s", MetricType.DoubleGauge, "disk_bytes_per_second")]
    [InlineData("calls", "{call}/min", MetricType.DoubleGauge, "calls_per_minute")]
    [InlineData("orleans-app--requests", "ms", MetricType.LongGauge, "orleans_app_requests_milliseconds")]
    [InlineData("5xx", "", MetricType.LongGauge, "_5xx")]
    [InlineData("load", "strange unit", MetricType.LongGauge, "load_strange_unit")]
    public void A_name_has_its_unit_and_its_kind(string name, string unit, MetricType type, string family) =>
        Assert.Equal(family, PrometheusName.Of(name, unit, type).Family);

    [Theory]
    [InlineData("http.route", "http_route")]
    [InlineData("9lives", "_9lives")]
    [InlineData("__name__", "key__name__")]
    [InlineData("", "_")]
    public void A_tag_becomes_a_label(string tag, string label) => Assert.Equal(label, PrometheusName.OfLabel(tag));
}
