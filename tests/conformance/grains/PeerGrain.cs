using System.Diagnostics;

namespace Ticketing.Tests.Conformance;

public sealed class PeerGrain(Probe probe, Scoped scoped) : Grain, IPeer
{
    public static readonly AsyncLocal<string?> Leak = new();

    private static int Instances;

    private readonly int instance = Interlocked.Increment(ref Instances);
    private int sum;
    private Kept kept = new();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note($"activate {this.GetPrimaryKeyString()} {scoped is not null}");
        if (this.GetPrimaryKeyString().StartsWith("slow", StringComparison.Ordinal))
            await probe.Gate("activation");
        if (this.GetPrimaryKeyString().StartsWith("broken", StringComparison.Ordinal))
            throw new InvalidDataException("cannot start");
        if (this.GetPrimaryKeyString().StartsWith("fickle", StringComparison.Ordinal))
            DeactivateOnIdle();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Note($"deactivate {reason.ReasonCode}");
        if (this.GetPrimaryKeyString().StartsWith("lingering", StringComparison.Ordinal))
            await probe.Gate("deactivation");
        if (this.GetPrimaryKeyString().StartsWith("unclean", StringComparison.Ordinal))
            throw new InvalidDataException("cannot end");
        probe.Note("deactivated");
    }

    public Task<int> Add(int number) => Task.FromResult(sum += number);

    public ValueTask<string> Echo(string? text) => ValueTask.FromResult(text ?? "null");

    public async ValueTask Nothing() => await Task.Yield();

    public async Task Hold(string gate)
    {
        probe.Note($"begin {gate}");
        await probe.Gate(gate);
        probe.Note($"end {gate}");
    }

    public Task Read(string gate) => Hold(gate);

    public Task Peek(string gate) => Hold(gate);

    public Task Tell(string gate) => gate == "fail" ? throw new InvalidDataException("told") : Hold(gate);

    public Task HoldBriefly(string gate) => Hold(gate);

    public Task Fail(string message) => throw new InvalidDataException(message);

    public async Task FailLater(string gate, string message)
    {
        await probe.Gate(gate);
        throw new InvalidDataException(message);
    }

    public Task Cancelled() => Task.FromCanceled(new CancellationToken(true));

    public Task HoldAt(string other, string gate) => GrainFactory.GetGrain<IPeer>(other).Hold(gate);

    public async Task CallBack(string through)
    {
        probe.Note($"{this.GetPrimaryKeyString()} calls {through}");
        await GrainFactory.GetGrain<IPeer>(through).CallBack(this.GetPrimaryKeyString());
    }

    public Task<int> Instance() => Task.FromResult(instance);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task LeaveThenHold(string gate)
    {
        DeactivateOnIdle();
        await Hold(gate);
    }

    public Task Stay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task<string?> Context(string key) => Task.FromResult((string?)RequestContext.Get(key));

    public Task<string?> ContextOf(string other, string key) => GrainFactory.GetGrain<IPeer>(other).Context(key);

    public Task SetContext(string key, string value)
    {
        RequestContext.Set(key, value);
        Leak.Value = value;
        return Task.CompletedTask;
    }

    public Task<string> Ambient() => Task.FromResult(Leak.Value ?? "nothing");

    public Task<string?> ActivityId() => Task.FromResult(Activity.Current?.Id);

    public Task<string> Self() => Task.FromResult($"{this.GetPrimaryKeyString()} {IdentityString} {this.GetGrainId()}");

    public Task<IPeer> Reference() => Task.FromResult(this.AsReference<IPeer>());

    public Task TellInOrder(string other, int count)
    {
        var peer = GrainFactory.GetGrain<IPeer>(other);
        for (var i = 0; i < count; i++) _ = peer.Tell($"{i}");
        return Task.CompletedTask;
    }

    public Task<Kept> Keep(Kept? given) => Task.FromResult(kept = given ?? kept);

    public Task Raise()
    {
        kept.Number++;
        return Task.CompletedTask;
    }

    public async Task<bool> SchedulerIsMine()
    {
        var before = TaskScheduler.Current;
        await probe.Gate("open");
        await Task.Yield();
        return ReferenceEquals(before, TaskScheduler.Current) && before != TaskScheduler.Default
            && SynchronizationContext.Current is null;
    }
}
