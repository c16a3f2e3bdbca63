using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Ticketing.Silo;

namespace Ticketing.Tests.Telemetry;

/// <summary>The form of instruments at /metrics, by the setup that silos and api processes share.</summary>
public sealed class MetricsSetupTests : IAsyncLifetime
{
    private readonly Meter meter = new($"Ticketing.Tests.{Guid.NewGuid():N}");
    private readonly HttpClient http = new();
    private WebApplication app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.AddTicketingTelemetry("api");
        app = builder.Build();
        app.UseMetrics();
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        meter.Dispose();
    }

    [Fact]
    public async Task Names_have_units_and_counters_end_in_total_and_no_label_names_the_meter()
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

        var sold = scrape.Families["test_sold_total"];
        Assert.Equal(("counter", "Seats."), (sold.Type, sold.Help));
        var sample = Assert.Single(sold.Samples);
        Assert.Equal(3, sample.Value);
        Assert.Equal(["kind"], sample.Labels.Keys);
        Assert.Equal(-2, scrape.Sum("test_open"));
        Assert.Equal("gauge", scrape.Families["test_open"].Type);
        Assert.Equal(0.25, scrape.Sum("test_age_seconds"));
        Assert.Equal(
            [2, 3, 4],
            ((string[])["0.5", "1", "+Inf"]).Select(bound => scrape.Sum("test_took_seconds_bucket", ("le", bound))));
        Assert.Equal(31.3, scrape.Sum("test_took_seconds_sum"), precision: 9);
        Assert.DoesNotContain("target_info", text);
    }

    [Fact]
    public async Task Characters_that_the_format_reserves_are_read_as_they_were()
    {
        const string odd = "a\\b\"c\nd,e}=é";
        meter.CreateCounter<long>("test.odd", null, "Back\\slash,\nnew line.").Add(1, Tag("odd.key", odd));

        var (scrape, _) = await ScrapeAsync();

        Assert.Equal(odd, Assert.Single(scrape.Families["test_odd_total"].Samples).Labels["odd_key"]);
        Assert.Equal(@"Back\\slash,\nnew line.", scrape.Families["test_odd_total"].Help);
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
    public async Task Two_instruments_of_one_name_do_not_void_the_scrape()
    {
        meter.CreateCounter<long>("test.twice").Add(1, Tag("of", "one"));
        meter.CreateCounter<long>("test_twice").Add(2, Tag("of", "other"));

        var (scrape, _) = await ScrapeAsync();

        Assert.Equal(3, scrape.Sum("test_twice_total"));
    }

    [Fact]
    public async Task Many_scrapers_at_once_all_get_the_whole_of_it()
    {
        meter.CreateCounter<long>("test.sold").Add(3);

        var scrapes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => ScrapeAsync()));

        Assert.All(scrapes, one => Assert.Equal(3, one.Scrape.Sum("test_sold_total")));
    }

    private static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);

    private async Task<(Scrape Scrape, string Text)> ScrapeAsync()
    {
        var text = await http.GetStringAsync(new Uri(new Uri(app.Urls.Single()), "/metrics"));
        return (Scrape.Read(text), text);
    }
}
