using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ticketing.Hosting;

namespace Ticketing.Telemetry;

/// <summary>What this process says of itself.</summary>
internal sealed class ProcessMeters : IDisposable
{
    public const string MeterName = "Ticketing.Process";

    private readonly Meter meter;

    public ProcessMeters(IMeterFactory factory, Readiness readiness)
    {
        meter = factory.Create(MeterName);
        var started = new DateTimeOffset(Process.GetCurrentProcess().StartTime).ToUnixTimeMilliseconds() / 1_000d;
        meter.CreateObservableGauge(
            "ticketing.ready", () => readiness.Complaint is null ? 1 : 0, unit: null,
            "1 while this process can work, as its own parts say: it is not stopping, it is in the cluster.");
        meter.CreateObservableGauge(
            "ticketing.process.start_time", () => started, "s", "When this process began, in seconds since 1970.");
        meter.CreateObservableGauge(
            "ticketing.process.memory_available", () => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, "By",
            "What .NET may use of memory: three quarters of the container's limit, or all of the machine's.");
    }

    public void Dispose() => meter.Dispose();
}
