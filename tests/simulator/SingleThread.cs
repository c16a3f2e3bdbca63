
namespace Ticketing.Tests.Support;

/// <summary>
/// Runs grains and their callers on the thread that calls <see cref="Run"/>, under virtual time. Time moves only when
/// nothing is left to do. With a seed the order among what is ready is drawn from it, else it is first come first
/// served.
/// </summary>
public sealed class SingleThread(VirtualTime time, int? seed = null) : TaskScheduler
{
    // More than any scenario needs: somebody goes round in circles.
    private const int MaxStepsAtOneTime = 5_000_000;

    private readonly Random? random = seed is { } number ? new Random(number) : null;
    private readonly List<object> ready = [];

    /// <summary>How many turns and continuations have run.</summary>
    public int Steps { get; private set; }

    public void Schedule(IThreadPoolWorkItem turns) => Add(turns);

    /// <summary>Runs the body and everything it sets off until the body has ended.</summary>
    public void Run(Func<Task> body, TimeSpan? atMost = null)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var deadline = time.GetUtcNow() + (atMost ?? TimeSpan.FromDays(1));
            var running = Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();
            var stepsAtThisTime = 0;
            while (!running.IsCompleted)
            {
                if (RunOne())
                {
                    if (++stepsAtThisTime > MaxStepsAtOneTime)
                        throw new InvalidOperationException(
                            $"The same moment has gone on for {MaxStepsAtOneTime} steps.");
                    continue;
                }

                stepsAtThisTime = 0;
                if (!time.Step(deadline) && !running.IsCompleted)
                    throw new TimeoutException($"Nothing is left to do and the body has not ended by {deadline:O}.");
            }

            running.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>Runs what is ready until nothing is; time stands still.</summary>
    public void Settle()
    {
        while (RunOne())
        {
        }
    }

    protected override void QueueTask(Task task) => Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private bool RunOne()
    {
        object next;
        lock (ready)
        {
            if (ready.Count == 0)
                return false;
            var index = random?.Next(ready.Count) ?? 0;
            next = ready[index];
            ready.RemoveAt(index);
        }

        Steps++;
        if (next is Task task)
            TryExecuteTask(task);
        else
            ((IThreadPoolWorkItem)next).Execute();
        return true;
    }

    private void Add(object item)
    {
        lock (ready)
            ready.Add(item);
    }
}
