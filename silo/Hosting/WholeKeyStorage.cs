using Orleans.Storage;

namespace Ticketing.Silo;

/// <summary>
/// Orleans' AdoNet storage reads a key that looks like a hexadecimal number as that number, so "cafe" and "CAFE", or
/// "10" and "010", would share one state. This storage adds a prefix that is not a number, so that keys stay text.
/// </summary>
internal sealed class WholeKeyStorage(IGrainStorage storage) : IGrainStorage
{
    private const string Prefix = "k/";

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.ReadStateAsync(stateName, Whole(grainId), grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.WriteStateAsync(stateName, Whole(grainId), grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.ClearStateAsync(stateName, Whole(grainId), grainState);

    private static GrainId Whole(GrainId id) => GrainId.Create(id.Type, $"{Prefix}{id.Key}");
}
