using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A store of grain state with versions. Registered as a keyed service under its name.</summary>
public interface IGrainStorage
{
    /// <summary>Fills in state, ETag and RecordExists from the store.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="ReadStateAsync{T}(string,GrainId,IGrainState{T})"/>
    Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ReadStateAsync(stateName, grainId, grainState);

    /// <summary>Writes if ETag is still the stored one, else throws <see cref="InconsistentStateException"/>.</summary>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="WriteStateAsync{T}(string,GrainId,IGrainState{T})"/>
    Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        WriteStateAsync(stateName, grainId, grainState);

    /// <summary>
    /// Deletes if ETag is still the stored one, else throws <see cref="InconsistentStateException"/>.
    /// </summary>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="ClearStateAsync{T}(string,GrainId,IGrainState{T})"/>
    Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ClearStateAsync(stateName, grainId, grainState);
}
