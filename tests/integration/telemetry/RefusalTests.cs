using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Api;

namespace Ticketing.Tests.Telemetry;

/// <summary>Who counts as refused.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("/reservations", 1)]
    [InlineData("/healthy", 1)]
    [InlineData("/health/ready", 0)]
    public async Task Requests_count_and_questions_for_the_health_do_not(string path, int counted)
    {
        await using var services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton<ApiMeters>()
            .BuildServiceProvider();
        var meters = services.GetRequiredService<ApiMeters>();
        using var listener = new MeterListener();
        var count = 0L;
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, services.GetRequiredService<IMeterFactory>()))
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, measured, _, _) => count += measured);
        listener.Start();

        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Path = path;
        await Problems.Overloaded.Occurs().ExecuteAsync(context);

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        Assert.Equal(counted, count);
        GC.KeepAlive(meters);
    }
}
