using Orleans.Runtime;

namespace Ticketing.EmbeddedHost;

/// <summary>
/// One grain in memory. This part starts requests; the others hold its life and what watches over it.
/// </summary>
internal sealed partial class Activation : ActivationScheduler, IGrainContext, ICallTarget
{
    private readonly WaitingRequests waiting = new();
    private readonly RunningRequests unfinished = new();

    // The fields below are written in turns of this activation only. The watchers read them and may see old values,
    // which costs them one more look a period later.
    private Request? starting;
    private int running;
    private int blocking;
    private bool blockersOnlyRead;
    private bool lookAgain;

    public Activation(EmbeddedGrainHost host, GrainClass grainClass, string key, WorkerPool? pool)
        : base(host.Threads, host.Options.TurnsPerSchedule)
    {
        Host = host;
        Class = grainClass;
        Key = key;
        this.pool = pool;
        phaseSinceTick = lastUseTick = host.Clock.Now;
    }

    public EmbeddedGrainHost Host { get; }

    public GrainClass Class { get; }

    public string Key { get; }

    public GrainId GrainId => GrainId.Create(Class.Type, Key);

    /// <summary>Requests taken, running or waiting.</summary>
    public int Load
    {
        get
        {
            var fresh = Incoming;
            return (fresh?.Depth ?? 0) + TakenCount + waiting.Count + running;
        }
    }

    public static Activation Of(IGrainContext context) => context as Activation
        ?? throw new InvalidOperationException("This grain was not made by a grain host, so it has no activation.");

    public bool TryPost(Request request)
    {
        if (phase == ActivationPhase.Ended)
            return false;
        if (!Host.Admits(request))
            return true;
        var limit = Host.Options.MaxEnqueuedRequestsHardLimit;
        if (limit > 0 && !request.BoundToActivation && Load >= limit)
        {
            Host.Logger.MailboxFull(this, limit);
            request.Fail(new LimitExceededException(
                nameof(EmbeddedGrainHostOptions.MaxEnqueuedRequestsHardLimit), Load, limit, ToString()));
            return true;
        }

        Push(request);
        return true;
    }

    public override string ToString() => GrainId.ToString();

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => base.GetHashCode();

    /// <summary>A request has ended after it had waited for something.</summary>
    public void OnRequestFinished(Request request)
    {
        unfinished.Remove(request);
        Ended(request);
        lookAgain = true;
    }

    protected override void Process(WorkItem item)
    {
        try
        {
            switch (item)
            {
                case Request request:
                    Receive(request);
                    break;
                case TaskItem task when !crashed:
                    RunTask(task.Task);
                    break;
                case ActionItem action when !crashed:
                    action.Action();
                    break;
            }
        }
        catch (Exception exception)
        {
            Host.Logger.TurnFailed(this, exception);
        }
    }

    protected override bool Continue(ref int turnsLeft)
    {
        if (!lookAgain || phase != ActivationPhase.Valid)
            return true;
        while (lookAgain && !ending)
        {
            // What starts may let others end within its own turn, which makes room for those passed over.
            lookAgain = false;
            if (!StartWaiting(ref turnsLeft))
            {
                lookAgain = true;
                return false;
            }
        }

        lookAgain = false;
        if (ending && running == 0)
            BeginDeactivation();
        return true;
    }

    private bool StartWaiting(ref int turnsLeft)
    {
        Request? before = null;
        var request = waiting.Oldest;
        while (request is not null && !ending)
        {
            if (turnsLeft <= 0)
                return false;
            var next = (Request?)request.Next;
            if (MayStart(request))
            {
                waiting.Remove(before, request);
                turnsLeft--;
                Start(request);
            }
            else if (waiting.MayOvertake(blockersOnlyRead))
                before = request;
            else
                return true;
            request = next;
        }

        return true;
    }

    private void Receive(Request request)
    {
        if (phase == ActivationPhase.New)
        {
            // It waits even for an activation that takes no time, so that a failure of that reaches it.
            waiting.Add(request);
            BeginActivation();
        }
        else if (phase == ActivationPhase.Ended)
            PassOn(request);
        else if (phase == ActivationPhase.Valid && !ending && MayStart(request))
            Start(request);
        else
            waiting.Add(request);
    }

    private bool MayStart(Request request) =>
        blocking == 0 || request.Interleaves || Class.Reentrant || (blockersOnlyRead && request.ReadOnly);

    private void Start(Request request)
    {
        // Its caller has given up; nobody can be surprised by work that was never begun.
        if (request.Answered)
            return;
        running++;
        if (Blocks(request))
        {
            blockersOnlyRead = request.ReadOnly;
            blocking++;
        }

        starting = request;
        var finished = request.Start(this, grain!);
        starting = null;
        LeaveContext();
        if (finished)
            Ended(request);
        else
            unfinished.Add(request);
    }

    private bool Blocks(Request request) => !request.Interleaves && !Class.Reentrant;

    private void Ended(Request request)
    {
        running--;
        if (Blocks(request))
            blocking--;
        if (request.KeepsAlive)
            lastUseTick = Host.Clock.Now;
        if (ending)
            lookAgain = true;
    }
}
