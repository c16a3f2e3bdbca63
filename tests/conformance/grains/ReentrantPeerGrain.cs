using Orleans.Concurrency;

namespace Ticketing.Tests.Conformance;

[Reentrant]
public sealed class ReentrantPeerGrain(Probe probe) : Grain, IReentrantPeer
{
    public async Task Hold(string gate)
    {
        probe.Note($"begin {gate}");
        await probe.Gate(gate);
        probe.Note($"end {gate}");
    }

    public async Task<string> RoundTrip(string text, int depth) => depth == 0
        ? text
        : await GrainFactory.GetGrain<IReentrantPeer>(this.GetPrimaryKeyString()).RoundTrip(text, depth - 1);
}
