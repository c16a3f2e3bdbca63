namespace Ticketing.Queues;

/// <summary>
/// Lets the commands of a reentrant grain run one at a time, in the order of their calls. For use by one grain only.
/// </summary>
internal sealed class OneByOne
{
    private readonly Queue<TaskCompletionSource> waiting = [];

    /// <summary>Whether a command is running.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Number of commands that wait to run.</summary>
    public int Waiting => waiting.Count;

    /// <summary>Completes when the command may run; <see cref="End"/> must follow.</summary>
    public Task Begin()
    {
        if (!IsRunning)
        {
            IsRunning = true;
            return Task.CompletedTask;
        }

        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Enqueue(turn);
        return turn.Task;
    }

    public void End()
    {
        if (waiting.TryDequeue(out var next)) next.SetResult();
        else IsRunning = false;
    }
}
