using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Ticketing.Store;

namespace Ticketing.Silo;

/// <summary>
/// Removes, about once an hour, the places in queues of events that began more than
/// <see cref="CleanupOptions.PlacesDays"/> ago. Several processes may run it at once.
/// </summary>
internal sealed class PlaceCleaner(
    PastPlaces places, IOptions<CleanupOptions> options, CleanupMeters meters, TimeProvider time,
    ILogger<PlaceCleaner> log)
    : HourlyWork(time)
{
    /// <summary>Makes one pass; returns how many places were removed.</summary>
    public async Task<int> CleanAsync(CancellationToken stopping)
    {
        var now = Time.GetUtcNow();
        var removed = await places.RemoveAsync(now.AddDays(-options.Value.PlacesDays), now, stopping);
        meters.Removed(removed);
        return removed;
    }

    protected override async Task PassAsync(CancellationToken stopping)
    {
        var removed = await CleanAsync(stopping);
        if (removed > 0) log.PlacesRemoved(removed);
    }

    protected override void Failed(Exception fault)
    {
        meters.Failed();
        log.PlacesNotRemoved(fault);
    }
}

/// <summary>Removal of old data after an event; section <c>Ticketing:Cleanup</c> of the configuration.</summary>
public sealed record CleanupOptions
{
    public const string Section = "Ticketing:Cleanup";

    /// <summary>
    /// Days from the start of an event until the places in its queue are removed. The numbers of the queue are kept.
    /// </summary>
    [Range(1, 3_650)]
    public int PlacesDays { get; init; } = 14;
}

internal static class CleanupServices
{
    public static void AddCleanup(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<CleanupOptions>()
            .BindConfiguration(CleanupOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddMeters<CleanupMeters>();
        builder.Services.AddSingleton<PastPlaces>();
        builder.Services.AddHostedService<PlaceCleaner>();
    }
}

/// <summary>Metrics of the cleanup.</summary>
internal sealed class CleanupMeters : IDisposable
{
    public const string MeterName = "Ticketing.Cleanup";

    private readonly Meter meter;
    private readonly Counter<long> removed;
    private readonly Counter<long> failures;

    public CleanupMeters(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);
        removed = meter.CreateCounter<long>(
            "ticketing.cleanup.places", "{place}", "Places in queues of past events that were removed.");
        failures = meter.CreateCounter<long>(
            "ticketing.cleanup.failures", "{pass}", "Passes that failed; the next one finds the same places.");
        removed.Add(0);
        failures.Add(0);
    }

    public void Removed(int places) => removed.Add(places);

    public void Failed() => failures.Add(1);

    public void Dispose() => meter.Dispose();
}
