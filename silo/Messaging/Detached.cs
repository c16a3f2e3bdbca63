namespace Ticketing.Messaging;

/// <summary>Work that nobody waits for.</summary>
internal static class Detached
{
    /// <summary>
    /// On the scheduler of the caller, who goes on at once; with nothing of the caller's context, since it outlives it.
    /// </summary>
    /// <param name="run">Tells itself of what goes wrong.</param>
    public static void Start(Func<Task> run)
    {
        using (ExecutionContext.SuppressFlow())
            _ = Task.Factory.StartNew(
                run, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current);
    }
}
