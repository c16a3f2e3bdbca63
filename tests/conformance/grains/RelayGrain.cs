namespace Ticketing.Tests.Conformance;

public sealed class RelayGrain(Probe probe) : Grain, IRelay
{
    // Continues whoever waits right inside of Release.
    private readonly TaskCompletionSource released = new();

    public override Task OnActivateAsync(CancellationToken cancellationToken) => probe.Gate("activation");

    public async Task Wait() => await released.Task;

    public Task<int> Next() => Task.FromResult(1);

    public Task Release()
    {
        released.TrySetResult();
        return Task.CompletedTask;
    }
}
