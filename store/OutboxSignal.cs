
namespace Ticketing.Store;

/// <summary>
/// Wakes the relay of this process: an event was committed, or a delivery has ended. Raising it several times is the
/// same as raising it once. There is one waiter.
/// </summary>
public sealed class OutboxSignal
{
    private volatile TaskCompletionSource raised = New();

    public void Raise() => raised.TrySetResult();

    /// <summary>Clears the signal; a later raise ends the next wait.</summary>
    internal void Reset()
    {
        if (raised.Task.IsCompleted) raised = New();
    }

    /// <summary>Waits until the signal is raised, at most for the given time.</summary>
    internal async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken stopping) =>
        await raised.Task.WaitAsync(atMost, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
