namespace Ticketing.EmbeddedHost;

/// <summary>
/// The mailbox of one activation: many threads put items in, one at a time takes them out. As a TaskScheduler it makes
/// the continuations of grain code come back as items too.
/// </summary>
internal abstract class ActivationScheduler : TaskScheduler, IThreadPoolWorkItem
{
    private static readonly ExecutionContext EmptyContext = CaptureEmptyContext();

    [ThreadStatic]
    private static ActivationScheduler? TurnOfThread;

    private readonly ITurnScheduler threads;
    private readonly int turnsPerSchedule;

    // IdleMark: nobody works and nobody has been asked to. null: somebody works or will. Else a stack, youngest on top.
    private WorkItem? incoming = IdleMark.Instance;
    private WorkItem? taken;

    protected ActivationScheduler(ITurnScheduler threads, int turnsPerSchedule)
    {
        this.threads = threads;
        this.turnsPerSchedule = turnsPerSchedule;
    }

    /// <summary>The activation whose turn this thread runs.</summary>
    public static ActivationScheduler? OfThisTurn => TurnOfThread;

    public override int MaximumConcurrencyLevel => 1;

    protected WorkItem? Incoming => Volatile.Read(ref incoming);

    protected WorkItem? Taken => taken;

    protected int TakenCount { get; private set; }

    void IThreadPoolWorkItem.Execute()
    {
        var outerContext = ExecutionContext.Capture();
        var outerSynchronization = SynchronizationContext.Current;
        var outer = TurnOfThread;
        ExecutionContext.Restore(EmptyContext);
        if (outerSynchronization is not null)
            SynchronizationContext.SetSynchronizationContext(null);
        TurnOfThread = this;
        try
        {
            // One task around many turns gives all of them the right TaskScheduler.Current.
            new Task(static self => ((ActivationScheduler)self!).TakeTurns(), this).RunSynchronously(this);
        }
        finally
        {
            TurnOfThread = outer;
            if (outerSynchronization is not null)
                SynchronizationContext.SetSynchronizationContext(outerSynchronization);
            if (outerContext is not null)
                ExecutionContext.Restore(outerContext);
        }
    }

    /// <summary>Puts an item in and asks for a thread if the mailbox was idle.</summary>
    protected void Push(WorkItem item)
    {
        while (true)
        {
            var top = Volatile.Read(ref incoming);
            var wasIdle = ReferenceEquals(top, IdleMark.Instance);
            item.Next = wasIdle ? null : top;
            item.Depth = (item.Next?.Depth ?? 0) + 1;
            if (!ReferenceEquals(Interlocked.CompareExchange(ref incoming, item, top), top))
                continue;
            if (wasIdle)
                threads.Schedule(this);
            return;
        }
    }

    /// <summary>Handles one item. Must not throw.</summary>
    protected abstract void Process(WorkItem item);

    /// <summary>
    /// Starts what earlier items have made possible; false when the turns ran out before it was done.
    /// </summary>
    protected abstract bool Continue(ref int turnsLeft);

    /// <summary>Runs a continuation in the caller's turn and leaves no trace of its context.</summary>
    protected void RunTask(Task task)
    {
        TryExecuteTask(task);
        LeaveContext();
    }

    protected static void LeaveContext() => ExecutionContext.Restore(EmptyContext);

    protected override void QueueTask(Task task) => Push(new TaskItem(task));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(TurnOfThread, this) && TryExecuteTask(task);

    protected override IEnumerable<Task>? GetScheduledTasks() => null;

    private static ExecutionContext CaptureEmptyContext()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }

    private void TakeTurns()
    {
        var turnsLeft = turnsPerSchedule;
        while (true)
        {
            if (!Continue(ref turnsLeft) || turnsLeft <= 0)
            {
                threads.Yield(this);
                return;
            }

            var item = taken ?? (taken = TakeIncoming());
            if (item is null)
            {
                if (Interlocked.CompareExchange(ref incoming, IdleMark.Instance, null) is null)
                    return;
                continue;
            }

            taken = item.Next;
            item.Next = null;
            TakenCount--;
            turnsLeft--;
            Process(item);
        }
    }

    private WorkItem? TakeIncoming()
    {
        if (Volatile.Read(ref incoming) is null)
            return null;
        var youngest = Interlocked.Exchange(ref incoming, null);
        TakenCount = youngest!.Depth;
        WorkItem? oldest = null;
        while (youngest is not null)
        {
            var older = youngest.Next;
            youngest.Next = oldest;
            oldest = youngest;
            youngest = older;
        }

        return oldest;
    }
}
