namespace Ticketing.Tests.Conformance;

public sealed class RelayGrain(Probe probe) : Grain, IRelay
{
    // Runs continuations synchronously: Release resumes the waiting request before it returns.
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
