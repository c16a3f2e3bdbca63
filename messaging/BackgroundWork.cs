namespace Ticketing.Messaging;

/// <summary>Work that runs without an awaiting caller.</summary>
internal static class BackgroundWork
{
    /// <summary>
    /// Runs the work on the caller's task scheduler and returns at once. The execution context does not flow into it,
    /// because the work outlives the call.
    /// </summary>
    /// <param name="broke">Called with the exception when the work throws.</param>
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
