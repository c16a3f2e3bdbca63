namespace Ticketing.Tests.Telemetry;

/// <summary>A real Prometheus scrapes a real process.</summary>
[Collection(SoldCollection.Name)]
public sealed class PrometheusTests(SoldProcess process)
{
    [Fact]
    public async Task It_takes_what_it_is_told_and_answers_with_what_was_sold()
    {
        await using var prometheus = new PrometheusServer();
        await prometheus.StartAsync(process.Address);

        await prometheus.UntilAsync("up{job=\"ticketing\"}", value => value == 1);
        Assert.Equal(2, await prometheus.UntilAsync(
            "sum(ticketing_reservations_total{outcome=\"confirmed\"})", value => value > 0));
        // All samples were accepted, and a recording rule has something to record.
        var samples = await prometheus.UntilAsync("scrape_samples_scraped", value => value > 0);
        Assert.InRange(
            samples, process.Scrape.Families.Values.Sum(family => family.Samples.Count) * 0.9, double.MaxValue);
        await prometheus.UntilAsync("ticketing:memory:ratio", value => value is > 0 and < 1);
        await prometheus.UntilAsync("ALERTS{alertname=\"TicketingNoSiloReady\"}", value => value == 1);
    }
}
