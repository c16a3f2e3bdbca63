using System.Net;
using Ticketing.Tests.Processes;

namespace Ticketing.Tests.Telemetry;

/// <summary>The addresses that serve metrics, and those that must not.</summary>
[Collection(SoldCollection.Name)]
public sealed class MetricsEndpointTests(SoldProcess sold)
{
    [Fact]
    public async Task On_a_port_of_their_own_they_are_told_there_and_nothing_else_is()
    {
        var port = ServerProcess.FreePort();
        await using var api = new ServerProcess("api.dll", new Dictionary<string, string>(
            ApiProcess.Environment(sold.Database.ConnectionString))
        {
            ["Ticketing__Metrics__Port"] = $"{port}",
            ["Ticketing__Metrics__Address"] = "127.0.0.1",
        });
        await api.StartAsync();
        using var http = new HttpClient();
        var metrics = new Uri($"http://127.0.0.1:{port}");

        Scrape.Read(await http.GetStringAsync(new Uri(metrics, "/metrics")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, new Uri(metrics, "/health/live")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, new Uri(metrics, "/api/v1/concerts")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, new Uri(api.Address, "/metrics")));
        // The host that the request names makes no difference.
        Assert.Equal(
            HttpStatusCode.NotFound, await StatusAsync(http, new Uri(api.Address, "/metrics"), $"127.0.0.1:{port}"));
    }

    [Fact]
    public async Task Nobody_needs_a_token_and_nothing_but_reading_is_answered()
    {
        using var http = new HttpClient { BaseAddress = sold.Address };
        // Prometheus' own Accept header: OpenMetrics would add a series beside each counter.
        http.DefaultRequestHeaders.Add("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        using var read = await http.GetAsync("/metrics");
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/metrics"));
        using var written = await http.PostAsync("/metrics", null);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", read.Content.Headers.ContentType?.ToString());
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, written.StatusCode);
    }

    [Fact]
    public async Task They_are_no_part_of_the_api()
    {
        using var http = new HttpClient { BaseAddress = sold.Address };

        Assert.DoesNotContain("/metrics", await http.GetStringAsync("/openapi/v1.json"));
    }

    [Fact]
    public async Task A_port_that_is_none_is_said_at_the_start()
    {
        await using var api = new ServerProcess(
            "api.dll",
            new Dictionary<string, string>(ApiProcess.Environment(sold.Database.ConnectionString))
            {
                ["Ticketing__Metrics__Port"] = "70000",
            });

        await Assert.ThrowsAsync<InvalidOperationException>(api.StartAsync);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, Uri address, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Host = host;
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
