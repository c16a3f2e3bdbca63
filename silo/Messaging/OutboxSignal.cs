namespace Ticketing.Messaging;

/// <summary>
/// Says to the relay of this process that there is something for it: an event was committed, or one is done. Any number
/// of times is as good as once. One waits.
/// </summary>
public sealed class OutboxSignal
{
    private volatile TaskCompletionSource raised = New();

    public void Raise() => raised.TrySetResult();

    /// <summary>What is raised from now on is for the next wait.</summary>
    internal void Reset()
    {
        if (raised.Task.IsCompleted) raised = New();
    }

    /// <summary>Until it is raised, or for that long.</summary>
    internal async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken stopping) =>
        await raised.Task.WaitAsync(atMost, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
