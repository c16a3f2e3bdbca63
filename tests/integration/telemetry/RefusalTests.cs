using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Api;

namespace Ticketing.Tests.Telemetry;

/// <summary>The requests that count as refused.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task A_request_that_is_answered_by_a_problem_counts()
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
        await Problems.Overloaded.Occurs().ExecuteAsync(context);

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        Assert.Equal(1, count);
        GC.KeepAlive(meters);
    }
}
