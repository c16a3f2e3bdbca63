using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Ticketing.EmbeddedHost;

/// <summary>One record of one grain. Operations of interleaved requests run one after the other.</summary>
internal sealed class PersistentState<T>(string name, Activation activation, IGrainStorage store)
    : IPersistentState<T>, ILoadableState
{
    private readonly GrainState<T> record = new(Empty());
    private Task last = Task.CompletedTask;

    public T State
    {
        get => Own().State!;
        set => Own().State = value;
    }

    public string? Etag => record.ETag;

    public bool RecordExists => record.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) => Run(
        "read", async () =>
        {
            await store.ReadStateAsync(name, activation.GrainId, record, cancellationToken);
            record.State ??= Empty();
        });

    public Task WriteStateAsync(CancellationToken cancellationToken) => Run(
        "write", () => store.WriteStateAsync(name, activation.GrainId, record, cancellationToken));

    public Task ClearStateAsync(CancellationToken cancellationToken) => Run(
        "clear", async () =>
        {
            await store.ClearStateAsync(name, activation.GrainId, record, cancellationToken);
            record.State = Empty();
        });

    // Orleans needs a parameterless constructor as well, so a type without one starts as null only here.
    private static T? Empty() =>
        typeof(T).IsValueType || typeof(T).GetConstructor(Type.EmptyTypes) is not null
            ? Activator.CreateInstance<T>() : default;

    private GrainState<T> Own()
    {
        if (!ReferenceEquals(ActivationScheduler.OfThisTurn, activation))
            throw new InvalidOperationException($"The state \"{name}\" of {activation} was used outside of its turns.");
        return record;
    }

    private Task Run(string operation, Func<Task> action)
    {
        Own();
        return last = RunAfter(last, operation, action);
    }

    private async Task RunAfter(Task before, string operation, Func<Task> action)
    {
        if (!before.IsCompleted)
            await before.ContinueWith(static _ => { }, TaskScheduler.Current);
        try
        {
            await action();
        }
        catch (Exception exception) when (exception is not OrleansException and not OperationCanceledException)
        {
            activation.Host.Logger.StorageFailed(operation, name, activation, exception);
            throw new OrleansException($"{store.GetType().Name} could not {operation} \"{name}\" of {activation}: "
                + exception.Message, exception);
        }
    }
}
