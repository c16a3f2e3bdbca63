using Orleans.Storage;
using Ticketing.EmbeddedHost;

namespace Ticketing.Tests.Host;

/// <summary>The store for tests, which can be made to wait and to fail.</summary>
public sealed class SlowStorage : IGrainStorage
{
    private readonly MemoryGrainStorage inner = new();

    /// <summary>What every operation waits for first.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before("read");
        await inner.ReadStateAsync(stateName, grainId, grainState);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before("write");
        await inner.WriteStateAsync(stateName, grainId, grainState);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before("clear");
        await inner.ClearStateAsync(stateName, grainId, grainState);
    }
}
