namespace Ticketing.Simulator;

/// <summary>
/// Runs silos and their callers on the thread that calls <see cref="Run"/>, under virtual time, which advances only
/// when nothing is left to do. With a seed, the order among ready items is drawn from it; without one it is first come,
/// first served. The same seed gives the same run.
/// </summary>
public sealed class SimulationThread(VirtualTime time, int? seed = null) : TaskScheduler
{
    // More than any scenario needs: reaching it means that the simulation loops without end.
    private const int MaxStepsAtOneTime = 5_000_000;

    private readonly Random? random = seed is { } number ? new Random(number) : null;
    private readonly List<object> ready = [];
    private int running;
    private string? escape;

    public VirtualTime Time => time;

    /// <summary>How many turns and continuations have run.</summary>
    public int Steps { get; private set; }

    /// <summary>Runs the body and all the work that it starts, until the body has ended.</summary>
    /// <param name="atMost">Virtual time after which a body that has not ended fails; a day when not given.</param>
    public void Run(Func<Task> body, TimeSpan? atMost = null)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        running = Environment.CurrentManagedThreadId;
        try
        {
            var deadline = time.GetUtcNow() + (atMost ?? TimeSpan.FromDays(1));
            var task = Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();
            var stepsAtThisTime = 0;
            while (!task.IsCompleted)
            {
                if (RunOne())
                {
                    if (++stepsAtThisTime > MaxStepsAtOneTime)
                        throw new InvalidOperationException(
                            $"Virtual time did not advance for {MaxStepsAtOneTime} steps.");
                    continue;
                }

                stepsAtThisTime = 0;
                if (!time.Step(deadline) && !task.IsCompleted)
                    throw new TimeoutException($"Nothing is left to do, but the body has not ended by {deadline:O}.");
            }

            task.GetAwaiter().GetResult();
            if (escape is not null) throw new InvalidOperationException(escape);
        }
        finally
        {
            running = 0;
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    internal void Schedule(Activation activation) => Add(activation);

    protected override void QueueTask(Task task) => Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private bool RunOne()
    {
        object next;
        lock (ready)
        {
            if (ready.Count == 0) return false;
            var index = random?.Next(ready.Count) ?? 0;
            next = ready[index];
            ready.RemoveAt(index);
        }

        Steps++;
        if (next is Task task) TryExecuteTask(task);
        else ((Activation)next).TakeTurn();
        return true;
    }

    // Work from another thread makes a run depend on the machine: it is run, but the simulation fails at its end.
    private void Add(object item)
    {
        if (running != 0 && running != Environment.CurrentManagedThreadId)
            escape ??= $"Work of the simulation came from another thread: {Environment.StackTrace}";
        lock (ready) ready.Add(item);
    }
}
