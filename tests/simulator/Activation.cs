using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Serialization.Invocation;
using Orleans.Storage;

namespace Ticketing.Simulator;

/// <summary>
/// One grain in memory. As a TaskScheduler it makes the continuations of grain code come back as turns; each time the
/// thread picks it, it takes one turn.
/// </summary>
internal sealed class Activation : TaskScheduler, IGrainContext, IWorkItemScheduler
{
    private enum Phase { New, Activating, Valid, Deactivating, Ended }

    private static readonly ExecutionContext EmptyContext = CaptureEmptyContext();

    [ThreadStatic]
    private static Activation? current;

    private readonly Queue<object> turns = [];
    private readonly List<Call> waiting = [];
    private readonly HashSet<Call> unfinished = [];
    private readonly List<SimulatedTimer> timers = [];
    private readonly Dictionary<Type, object> components = [];
    private readonly CancellationTokenSource activationEnds = new();
    private readonly CancellationTokenSource deactivationEnds = new();
    private readonly TaskCompletionSource deactivated = new();
    private readonly Lifecycle lifecycle = new();
    private readonly WorkerPool? pool;

    private Phase phase;
    private DateTimeOffset phaseSince;
    private DateTimeOffset lastUse;
    private DateTimeOffset keepUntil;
    private bool ending;
    private bool crashed;
    private bool endedBeforeValid;
    private bool scheduled;
    private int arrived;
    private int running;
    private int blocking;
    private bool blockersOnlyRead;
    private DeactivationReason reason;
    private AsyncServiceScope? scope;
    private object? grain;

    public Activation(SimulatedSilo silo, GrainClass grainClass, GrainId id, WorkerPool? pool)
    {
        (Silo, Class, GrainId, this.pool) = (silo, grainClass, id, pool);
        phaseSince = lastUse = silo.Now;
    }

    /// <summary>The activation whose turn this thread runs.</summary>
    public static Activation? OfThisTurn => current;

    public override int MaximumConcurrencyLevel => 1;

    public SimulatedSilo Silo { get; }

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    public object? GrainInstance => grain;

    public GrainReference GrainReference => Silo.References.Untyped(GrainId);

    public ActivationId ActivationId { get; } = ActivationId.GetDeterministic(GrainId.Create("simulated", "activation"));

    public GrainAddress Address => new() { GrainId = GrainId, ActivationId = ActivationId };

    public IServiceProvider ActivationServices => scope?.ServiceProvider ?? Silo.Services;

    public IGrainLifecycle ObservableLifecycle => lifecycle;

    public IWorkItemScheduler Scheduler => this;

    public Task Deactivated => deactivated.Task;

    /// <summary>Requests that were received and have not ended.</summary>
    public int Load => running + waiting.Count + arrived;

    public bool Busy => running > 0 || waiting.Count > 0 || turns.Count > 0
        || phase is Phase.Activating or Phase.Deactivating;

    public override string ToString() => GrainId.ToString();

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => base.GetHashCode();

    /// <summary>Takes a request, or refuses it when too many are there. False when the activation has ended.</summary>
    public bool Receive(Call call)
    {
        if (phase == Phase.Ended) return false;
        var limit = Silo.Options.MaxEnqueuedRequests;
        if (limit > 0 && !call.BoundToActivation && Load >= limit)
            call.Fail(new LimitExceededException(nameof(SiloOptions.MaxEnqueuedRequests), Load, limit, ToString()));
        else
            Push(call);
        return true;
    }

    /// <summary>Gets the requests of the activation before, ahead of all others.</summary>
    public void TakeOver(IEnumerable<Call> calls)
    {
        waiting.AddRange(calls);
        Push((Action)BeginActivation);
    }

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

    public IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        if (!ReferenceEquals(current, this))
            throw new InvalidOperationException($"A timer of {this} can only be registered in a turn of that grain.");
        var timer = new SimulatedTimer(this, callback, options);
        timers.Add(timer);
        return timer;
    }

    public void Forget(SimulatedTimer timer) => timers.Remove(timer);

    public void DelayDeactivation(TimeSpan time) => keepUntil =
        time == Timeout.InfiniteTimeSpan || time == TimeSpan.MaxValue ? DateTimeOffset.MaxValue
        : time <= TimeSpan.Zero ? DateTimeOffset.MinValue
        : Silo.Now + time;

    public void Deactivate(DeactivationReason why, CancellationToken cancellationToken = default)
    {
        if (ReferenceEquals(current, this)) End(why);
        else Push(() => End(why));
    }

    /// <summary>Ends the activation as if its silo had died: no OnDeactivateAsync, no further turn of its code.</summary>
    public void Crash()
    {
        if (phase == Phase.Ended) return;
        Leave();
        crashed = true;
        phase = Phase.Ended;
        foreach (var timer in timers) timer.Kill();
        var lost = new SiloUnavailableException(
            $"{this} was lost; whether its running requests took effect is unknown.");
        foreach (var call in unfinished.Concat(waiting).Concat(turns.OfType<Call>()).ToArray()) call.Fail(lost);
        turns.Clear();
        deactivated.TrySetResult();
    }

    /// <summary>Ends it when it has been idle for too long, or when its start or end takes too long.</summary>
    public void Watch(bool collect)
    {
        if (collect && IsIdle()) Push(() =>
        {
            if (IsIdle()) End(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "It was idle for too long."));
        });
        if (phase is Phase.Activating or Phase.Deactivating && Silo.Now - phaseSince > Silo.Options.ActivationTimeout)
            Push(GiveUp);
    }

    object? ITargetHolder.GetTarget() => grain;

    object? ITargetHolder.GetComponent(Type componentType) =>
        components.GetValueOrDefault(componentType) ?? (componentType.IsInstanceOfType(grain) ? grain : null);

    void IGrainContext.SetComponent<TComponent>(TComponent? value)
        where TComponent : class
    {
        if (value is null) components.Remove(typeof(TComponent));
        else components[typeof(TComponent)] = value;
    }

    void IGrainContext.ReceiveMessage(object message) => throw new NotSupportedException();

    void IGrainContext.Activate(Dictionary<string, object>? context, CancellationToken cancellation) => Push(BeginActivation);

    void IGrainContext.Rehydrate(IRehydrationContext context) => throw new NotSupportedException();

    void IGrainContext.Migrate(Dictionary<string, object>? context, CancellationToken cancellation) =>
        Deactivate(new DeactivationReason(DeactivationReasonCode.Migrating, "It moves to another silo."), cancellation);

    void IWorkItemScheduler.QueueAction(Action action) => Push(action);

    void IWorkItemScheduler.QueueAction(Action<object> action, object state) => Push(() => action(state));

    void IWorkItemScheduler.QueueTask(Task task) => task.Start(this);

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

    /// <summary>Runs it as a task of this scheduler, so that what it awaits comes back as a turn.</summary>
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

    private void Handle(Call call)
    {
        arrived--;
        if (phase == Phase.Ended)
        {
            if (!call.BoundToActivation && !call.Answered) Silo.Post(Class, GrainId, call);
            return;
        }

        // It waits even for an activation that takes no time, so that a failure of that reaches it.
        waiting.Add(call);
        if (phase == Phase.New) BeginActivation();
    }

    private void StartWaiting()
    {
        for (var started = true; started && phase == Phase.Valid;)
        {
            // A request that starts may let others end within its own turn, which makes room for those passed over.
            started = false;
            for (var index = 0; index < waiting.Count && !ending; index++)
            {
                if (!MayStart(waiting[index])) continue;
                var call = waiting[index];
                waiting.RemoveAt(index--);
                Start(call);
                started = true;
            }

            if (!ending) continue;
            if (running == 0) BeginDeactivation();
            return;
        }
    }

    private bool MayStart(Call call) =>
        blocking == 0 || call.Interleaves || Class.Reentrant || (blockersOnlyRead && call.ReadOnly);

    private void Start(Call call)
    {
        // Its caller has given up; work that was never begun can surprise no caller.
        if (call.Answered) return;
        running++;
        if (Blocks(call))
        {
            blockersOnlyRead = call.ReadOnly;
            blocking++;
        }

        unfinished.Add(call);
        _ = RunAsync(call);
    }

    private bool Blocks(Call call) => !call.Interleaves && !Class.Reentrant;

    // Each request starts in a context of its own: what one sets, the next must not see.
    private async Task RunAsync(Call call)
    {
        Response response;
        try
        {
            call.RestoreContext();
            response = Silo.Copy(await call.Invoke(this));
        }
        catch (Exception exception)
        {
            response = Response.FromException(exception);
        }

        unfinished.Remove(call);
        running--;
        if (Blocks(call)) blocking--;
        if (call.KeepsAlive) lastUse = Silo.Now;
        if (crashed) return;
        if (response.Exception is InconsistentStateException outdated && OrleansInternals.IsSource(outdated))
        {
            OrleansInternals.SetSource(outdated, false);
            End(new DeactivationReason(DeactivationReasonCode.ApplicationError, outdated, "Its state is outdated."));
        }

        call.Answer(response);
    }

    private void BeginActivation()
    {
        if (phase != Phase.New) return;
        (phase, phaseSince) = (Phase.Activating, Silo.Now);
        _ = ActivateAsync();
    }

    private async Task ActivateAsync()
    {
        try
        {
            scope = Silo.Services.CreateAsyncScope();
            grain = Class.Activator.CreateInstance(this);
            await lifecycle.OnStart(activationEnds.Token);
            if (grain is IGrainBase starting) await starting.OnActivateAsync(activationEnds.Token);
        }
        catch (Exception exception)
        {
            FailActivation(exception);
            return;
        }

        if (phase != Phase.Activating) return;
        endedBeforeValid = ending;
        lastUse = Silo.Now;
        phase = Phase.Valid;
    }

    private void FailActivation(Exception exception)
    {
        if (phase != Phase.Activating) return;
        Silo.Log($"{this} could not be activated", exception);
        Finish(exception);
    }

    private void End(DeactivationReason why)
    {
        if (ending || phase == Phase.Ended) return;
        if (phase == Phase.New)
        {
            Finish(null);
            return;
        }

        (ending, reason) = (true, why);
    }

    private void BeginDeactivation()
    {
        (phase, phaseSince) = (Phase.Deactivating, Silo.Now);
        StopTimers();
        _ = DeactivateAsync();
    }

    private async Task DeactivateAsync()
    {
        try
        {
            if (grain is IGrainBase ended) await ended.OnDeactivateAsync(reason, deactivationEnds.Token);
            await lifecycle.OnStop(deactivationEnds.Token);
        }
        catch (Exception exception)
        {
            Silo.Log($"{this} failed while it deactivated", exception);
        }

        if (phase != Phase.Deactivating) return;
        Finish(endedBeforeValid && waiting.Count > 0
            ? OrleansInternals.Rejection($"{this} deactivated while it was activating ({reason.Description}).")
            : null);
    }

    /// <summary>Leaves the table; those who wait are refused, or move to the next activation in the same order.</summary>
    private void Finish(Exception? refusal)
    {
        StopTimers();
        Call[] orphans = [.. waiting.Where(call => !call.BoundToActivation && !call.Answered)];
        waiting.Clear();
        Leave();
        phase = Phase.Ended;
        if (refusal is not null) foreach (var call in orphans) call.Fail(refusal);
        else if (orphans.Length > 0) Silo.Replace(this, orphans);
        deactivated.TrySetResult();
        if (scope is { } ended) _ = DisposeAsync(ended);
    }

    private void Leave()
    {
        if (pool is not null) pool.Remove(this);
        else Silo.Remove(this);
    }

    private async Task DisposeAsync(AsyncServiceScope ended)
    {
        try
        {
            if (grain is not null) await Class.Activator.DisposeInstance(this, grain);
            await ended.DisposeAsync();
        }
        catch (Exception exception)
        {
            Silo.Log($"{this} failed while it was disposed of", exception);
        }
    }

    private bool IsIdle() => phase == Phase.Valid && running == 0 && waiting.Count == 0
        && Silo.Now - lastUse >= Class.IdleTime && Silo.Now >= keepUntil;

    private void GiveUp()
    {
        if (phase == Phase.Activating)
        {
            FailActivation(new TimeoutException(
                $"{this} did not activate within {Silo.Options.ActivationTimeout}; the request was not started."));
            activationEnds.Cancel();
        }
        else if (phase == Phase.Deactivating)
        {
            Silo.Log($"{this} did not deactivate within {Silo.Options.ActivationTimeout}", null);
            Finish(null);
            deactivationEnds.Cancel();
        }
    }

    private void StopTimers()
    {
        foreach (var timer in timers.ToArray()) timer.Dispose();
    }

    private sealed class Lifecycle() : LifecycleSubject(NullLogger.Instance), IGrainLifecycle
    {
        public void AddMigrationParticipant(IGrainMigrationParticipant participant)
        {
        }

        public void RemoveMigrationParticipant(IGrainMigrationParticipant participant)
        {
        }
    }
}
