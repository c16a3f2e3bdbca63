using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Ticketing.Tests.Conformance;

public sealed class KeeperGrain(
    [PersistentState("number", "Memory")] IPersistentState<Kept> number,
    Probe probe,
    [PersistentState("other", "Memory")] IPersistentState<Kept> other,
    [PersistentState("text", "Memory")] IPersistentState<KeptText> text) : Grain, IKeeper
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note($"activate with {number.State.Number} {number.RecordExists}");
        return Task.CompletedTask;
    }

    public Task<int> Get() => Task.FromResult(number.State.Number);

    public Task Set(int value)
    {
        number.State.Number = value;
        return number.WriteStateAsync();
    }

    public async Task SetBoth(int value, string words)
    {
        other.State = new Kept { Number = -value };
        text.State.Text = words;
        await Task.WhenAll(Set(value), other.WriteStateAsync(), text.WriteStateAsync());
    }

    public Task<string> Describe() => Task.FromResult(
        $"{number.State.Number} {other.State.Number} {text.State.Text} {number.RecordExists} {number.Etag is null}");

    public Task Clear() => number.ClearStateAsync();

    public Task Reload() => number.ReadStateAsync();

    public async Task WriteBehindBack(int value)
    {
        await StoreBehindBack(value);
        await Set(value + 1);
    }

    public async Task<string> CatchConflict(int value)
    {
        await StoreBehindBack(value);
        try
        {
            await Set(value + 1);
            return "written";
        }
        catch (InconsistentStateException)
        {
            return "refused";
        }
    }

    private async Task StoreBehindBack(int value)
    {
        var store = ServiceProvider.GetRequiredKeyedService<IGrainStorage>("Memory");
        var record = new GrainState<Kept>(new Kept { Number = value }, number.Etag);
        await store.WriteStateAsync("number", this.GetGrainId(), record);
    }
}
