using Ticketing.Storage;

namespace Ticketing.Postgres;

/// <summary>A key to be loaded, and who waits for it.</summary>
internal sealed class PendingLoad<TKey, TValue>(TKey key)
    where TValue : class
{
    // See PendingCommit: the caller must not continue inside the loader.
    private readonly TaskCompletionSource<TValue?> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TKey Key { get; } = key;

    public Task<TValue?> Done => completion.Task;

    public void Succeed(TValue? value) => completion.TrySetResult(value);

    public void Fail(TicketStoreException exception) => completion.TrySetException(exception);
}
