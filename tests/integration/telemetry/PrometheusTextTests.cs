using System.Diagnostics.Metrics;
using System.Text;
using OpenTelemetry.Resources;
using Ticketing.Telemetry;

namespace Ticketing.Tests.Telemetry;

/// <summary>What instruments measure, as Prometheus is told.</summary>
public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter meter = new($"Ticketing.Tests.{Guid.NewGuid():N}");
    private readonly MetricCollection collection = new(ResourceBuilder.CreateEmpty());

    public void Dispose()
    {
        collection.Dispose();
        meter.Dispose();
    }

    [Fact]
    public async Task Counters_gauges_and_histograms_are_told_with_what_they_mean()
    {
        meter.CreateCounter<long>("test.sold", "{seat}", "Seats.").Add(3, Tag("kind", "a"));
        meter.CreateUpDownCounter<int>("test.open").Add(-2);
        meter.CreateObservableGauge("test.age", () => 0.25, "s", "How old.");
        var histogram = meter.CreateHistogram<double>("test.took", "s", "How long.", tags: null, new()
        {
            HistogramBucketBoundaries = [0.5, 1],
        });
        foreach (var seconds in new[] { 0.1, 0.5, 0.7, 30 }) histogram.Record(seconds);

        var (scrape, text) = await ScrapeAsync();

        Assert.Equal(3, scrape.Sum("test_sold_total", ("kind", "a")));
        Assert.Equal(("counter", "Seats.", null), Kind(scrape, "test_sold_total"));
        Assert.Equal(-2, scrape.Sum("test_open"));
        Assert.Equal(0.25, scrape.Sum("test_age_seconds"));
        Assert.Equal(("gauge", "How old.", "seconds"), Kind(scrape, "test_age_seconds"));
        Assert.Contains(
            """
            # HELP test_took_seconds How long.
            # TYPE test_took_seconds histogram
            # UNIT test_took_seconds seconds
            test_took_seconds_bucket{le="0.5"} 2
            test_took_seconds_bucket{le="1"} 3
            test_took_seconds_bucket{le="+Inf"} 4
            test_took_seconds_sum 31.3
            test_took_seconds_count 4

            """,
            text);
    }

    [Fact]
    public async Task What_the_format_reserves_is_escaped_and_read_as_it_was()
    {
        const string odd = "a\\b\"c\nd,e}=é";
        meter.CreateCounter<long>("test.odd", null, "Back\\slash,\nnew line.").Add(
            1, Tag("odd.key", odd), Tag("odd_key", true), Tag("none", null));

        var (scrape, _) = await ScrapeAsync();

        var sample = Assert.Single(scrape.Families["test_odd_total"].Samples);
        Assert.Equal($"{odd};true", sample.Labels["odd_key"]);
        Assert.Equal("", sample.Labels["none"]);
        Assert.Equal(@"Back\\slash,\nnew line.", scrape.Families["test_odd_total"].Help);
    }

    [Fact]
    public async Task Numbers_beyond_numbers_are_told()
    {
        meter.CreateObservableGauge("test.nan", () => double.NaN);
        meter.CreateObservableGauge("test.inf", () => double.NegativeInfinity);

        var (scrape, _) = await ScrapeAsync();

        Assert.Equal(double.NaN, scrape.Sum("test_nan"));
        Assert.Equal(double.NegativeInfinity, scrape.Sum("test_inf"));
    }

    [Fact]
    public async Task Two_instruments_of_one_name_do_not_void_the_scrape()
    {
        meter.CreateCounter<long>("test.twice").Add(1);
        meter.CreateCounter<long>("test_twice").Add(2);

        var (scrape, _) = await ScrapeAsync();

        Assert.Single(scrape.Families["test_twice_total"].Samples);
    }

    [Fact]
    public async Task Tags_without_a_bound_are_counted_together_from_a_bound_on()
    {
        var counter = meter.CreateCounter<long>("test.many");
        for (var value = 0; value < 5_000; value++) counter.Add(1, Tag("value", value));

        var (scrape, _) = await ScrapeAsync();

        Assert.InRange(scrape.Families["test_many_total"].Samples.Count, 2, 301);
        Assert.Equal(5_000, scrape.Sum("test_many_total"));
        Assert.True(scrape.Sum("test_many_total", ("otel_metric_overflow", "true")) >= 4_700);
    }

    [Fact]
    public async Task Who_asks_while_a_scrape_is_made_gets_that_one()
    {
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var asked = 0;
        meter.CreateObservableGauge("test.slow", () =>
        {
            entered.Set();
            goOn.Wait();
            return ++asked;
        });

        var first = collection.ScrapeAsync();
        entered.Wait();
        var second = collection.ScrapeAsync();
        goOn.Set();

        Assert.Same(await first, await second);
        Assert.Equal(1, asked);
        Assert.NotSame(await first, await collection.ScrapeAsync());
    }

    private static (string, string?, string?) Kind(Scrape scrape, string name) =>
        (scrape.Families[name].Type, scrape.Families[name].Help, scrape.Families[name].Unit);

    private static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);

    private async Task<(Scrape Scrape, string Text)> ScrapeAsync()
    {
        var text = Encoding.UTF8.GetString(await collection.ScrapeAsync());
        return (Scrape.Read(text), text);
    }
}
