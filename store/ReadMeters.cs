using System.Diagnostics.Metrics;

namespace Ticketing.Store;

/// <summary>Staleness of reads, in processes that serve reads.</summary>
internal sealed class ReadMeters : IDisposable
{
    public const string MeterName = "Ticketing.Reads";

    private readonly Meter meter;

    public ReadMeters(IMeterFactory factory, ReadDatabase reads)
    {
        meter = factory.Create(MeterName);
        if (reads.Replica is not null)
        {
            meter.CreateObservableGauge(
                "ticketing.replica.lag", () => reads.ReplicaLag.TotalSeconds, "s",
                "How far the replica is behind, as last known; it grows while the replica does not answer.");
            meter.CreateObservableGauge(
                "ticketing.replica.used", () => reads.IsReplicaUsed ? 1 : 0, unit: null,
                "1 while the replica is read, 0 while the primary is read instead.");
        }

        meter.CreateObservableGauge(
            "ticketing.read_model.lag", () => reads.ModelLag.TotalSeconds, "s",
            "How far the read model is behind where this process reads it; it grows while that is unknown.");
        meter.CreateObservableGauge(
            "ticketing.read_model.used", () => reads.Model is null ? 0 : 1, unit: null,
            "1 while lists come from the read model, 0 while they come from the primary's tables.");
    }

    public void Dispose() => meter.Dispose();
}
