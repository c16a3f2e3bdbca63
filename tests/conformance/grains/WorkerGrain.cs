using Orleans.Concurrency;

namespace Ticketing.Tests.Conformance;

[StatelessWorker(2)]
public sealed class WorkerGrain(Probe probe) : Grain, IWorker
{
    private static int Instances;

    private readonly int instance = Interlocked.Increment(ref Instances);

    public async Task Hold(string gate)
    {
        probe.Note($"begin {gate}");
        await probe.Gate(gate);
        probe.Note($"end {gate}");
    }

    public Task<int> Instance() => Task.FromResult(instance);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
