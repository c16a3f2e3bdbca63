namespace Ticketing.Simulator;

/// <summary>The mailbox and its turns: one item at a time, in order of arrival.</summary>
internal sealed partial class Activation
{
    private static readonly ExecutionContext EmptyContext = CaptureEmptyContext();

    public override int MaximumConcurrencyLevel => 1;

    public void TakeTurn()
    {
        scheduled = false;
        var outerActivation = current;
        current = this;
        OrleansInternals.Enter(this, out var outer);
        try
        {
            if (turns.TryDequeue(out var item))
            {
                if (item is Task task) Continue(task);
                else Begin(item);
            }
        }
        finally
        {
            OrleansInternals.Leave(outer);
            current = outerActivation;
        }

        if (turns.Count > 0) Schedule();
    }

    protected override void QueueTask(Task task) => Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(current, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private static ExecutionContext CaptureEmptyContext()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }

    private void Push(Call call)
    {
        arrived++;
        Enqueue(call);
    }

    private void Push(Action action) => Enqueue(action);

    private void Enqueue(object item)
    {
        if (crashed) return;
        turns.Enqueue(item);
        if (!ReferenceEquals(current, this)) Schedule();
    }

    private void Schedule()
    {
        if (scheduled) return;
        scheduled = true;
        Silo.Thread.Schedule(this);
    }

    private void Continue(Task task)
    {
        TryExecuteTask(task);
        if (phase == Phase.Valid && (ending ? running == 0 : waiting.Count > 0)) Begin((Action)StartWaiting);
    }

    /// <summary>Runs the item as a task of this scheduler, so that its continuations come back as turns.</summary>
    private void Begin(object item) =>
        ExecutionContext.Run(EmptyContext, static turn => ((Turn)turn!).Take(), new Turn(this, item));

    private sealed class Turn(Activation activation, object item)
    {
        public void Take() => new Task(Run).RunSynchronously(activation);

        private void Run()
        {
            try
            {
                if (item is Call call) activation.Handle(call);
                else ((Action)item)();
                activation.StartWaiting();
            }
            catch (Exception exception)
            {
                activation.Silo.Log($"A turn of {activation} failed", exception);
            }
        }
    }
}
