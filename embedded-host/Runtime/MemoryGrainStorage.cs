using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Ticketing.EmbeddedHost;

/// <summary>A store for tests: versions like a real one, states kept as JSON so that nobody shares an object.</summary>
public sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), (string Json, long Version)> records = new();
    private readonly Lock guard = new();
    private long lastVersion;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = records.TryGetValue((stateName, grainId), out var record);
        grainState.ETag = grainState.RecordExists ? Etag(record.Version) : null;
        grainState.State = grainState.RecordExists ? JsonSerializer.Deserialize<T>(record.Json) : default;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var json = JsonSerializer.Serialize(grainState.State);
        lock (guard)
        {
            Check(stateName, grainId, grainState.ETag);
            records[(stateName, grainId)] = (json, ++lastVersion);
            grainState.ETag = Etag(lastVersion);
        }

        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (guard)
        {
            Check(stateName, grainId, grainState.ETag);
            records.TryRemove((stateName, grainId), out _);
        }

        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static string Etag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private void Check(string stateName, GrainId grainId, string? known)
    {
        var stored = records.TryGetValue((stateName, grainId), out var record) ? Etag(record.Version) : null;
        if (stored != known)
        {
            throw new InconsistentStateException(
                $"\"{stateName}\" of {grainId} was written by somebody else since it was read.", stored, known);
        }
    }
}
