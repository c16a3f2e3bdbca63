using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Core;
using Orleans.Serialization;
using Orleans.Storage;

namespace Ticketing.Simulator;

/// <summary>
/// Grain storage in memory that outlives the silos of a simulation. It copies states and checks versions as a real
/// store does. Register it as a keyed <see cref="IGrainStorage"/>.
/// </summary>
public sealed class SimulatedStorage : IGrainStorage
{
    private readonly Dictionary<(string State, GrainId Grain), (object? State, long Version)> records = [];
    private readonly DeepCopier copier = Wire.Services.GetRequiredService<DeepCopier>();
    private long lastVersion;

    /// <summary>
    /// Awaited before each "read", "write" or "clear". It may delay, or throw: then nothing was done.
    /// </summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Awaited after each. When it throws, the grain does not know the outcome.</summary>
    public Func<string, Task> After { get; set; } = _ => Task.CompletedTask;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before("read");
        grainState.RecordExists = records.TryGetValue((stateName, grainId), out var record);
        grainState.ETag = grainState.RecordExists ? Etag(record.Version) : null;
        grainState.State = grainState.RecordExists ? copier.Copy((T)record.State!) : Activator.CreateInstance<T>();
        await After("read");
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before("write");
        Check(stateName, grainId, grainState.ETag);
        records[(stateName, grainId)] = (copier.Copy(grainState.State), ++lastVersion);
        await After("write");
        (grainState.ETag, grainState.RecordExists) = (Etag(lastVersion), true);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before("clear");
        Check(stateName, grainId, grainState.ETag);
        records.Remove((stateName, grainId));
        await After("clear");
        (grainState.ETag, grainState.RecordExists) = (null, false);
        grainState.State = Activator.CreateInstance<T>();
    }

    /// <summary>Orleans' own bridge between a grain and its storage.</summary>
    internal static void AddFacets(IServiceCollection services)
    {
        services.AddSingleton<IAttributeToFactoryMapper<PersistentStateAttribute>, PersistentStateAttributeMapper>();
        services.AddSingleton<IPersistentStateFactory, PersistentStateFactory>();
        services.TryAddSingleton(_ =>
            Wire.Services.GetRequiredService<Orleans.Serialization.Serializers.IActivatorProvider>());
        foreach (var name in (string[])["Orleans.Runtime.StorageInstruments", "Orleans.Runtime.OrleansInstruments"])
            if ((typeof(StateStorageBridge<>).Assembly.GetType(name)
                ?? typeof(GrainState<>).Assembly.GetType(name)) is { } type)
                services.TryAddSingleton(type);
    }

    private static string Etag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private void Check(string stateName, GrainId grainId, string? known)
    {
        var stored = records.TryGetValue((stateName, grainId), out var record) ? Etag(record.Version) : null;
        if (stored != known)
            throw new InconsistentStateException(
                $"\"{stateName}\" of {grainId} was written since it was read.", stored, known);
    }
}
