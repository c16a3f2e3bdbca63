using Orleans.Storage;

namespace Ticketing.Hosting;

/// <summary>
/// Orleans' AdoNet storage takes a key that reads as a number for that number, in hexadecimal: "cafe" and "CAFE", "10"
/// and "010" would share one state. Behind a letter that is no digit of any kind, a key stays the text it is.
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
