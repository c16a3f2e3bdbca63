namespace Ticketing.Messaging;

/// <summary>Work that nobody waits for.</summary>
internal static class Detached
{
    /// <summary>
    /// On the scheduler of the caller, who goes on at once; with nothing of the caller's context, since it outlives it.
    /// </summary>
    /// <param name="broke">Gets what it threw.</param>
    public static void Start(Func<Task> run, Action<Exception> broke)
    {
        using (ExecutionContext.SuppressFlow())
            _ = Task.Factory.StartNew(
                () => RunAsync(run, broke), CancellationToken.None, TaskCreationOptions.DenyChildAttach,
                TaskScheduler.Current);
    }

    private static async Task RunAsync(Func<Task> run, Action<Exception> broke)
    {
        try
        {
            await run();
        }
        catch (Exception bug)
        {
            broke(bug);
        }
    }
}
