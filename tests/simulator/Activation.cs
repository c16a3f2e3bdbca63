using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Invocation;
using Orleans.Storage;

namespace Ticketing.Simulator;

/// <summary>
/// One grain in memory. As a TaskScheduler it queues the continuations of grain code as turns, which is Orleans' word
/// for the code between two awaits. Each time the thread picks it, it runs one turn.
/// </summary>
internal sealed partial class Activation : TaskScheduler, IGrainContext, IWorkItemScheduler
{
    private enum Phase { New, Activating, Valid, Deactivating, Ended }

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

    /// <summary>The activation whose turn is running on this thread.</summary>
    public static Activation? OfThisTurn => current;

    public SimulatedSilo Silo { get; }

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    public object? GrainInstance => grain;

    public Task Deactivated => deactivated.Task;

    /// <summary>Requests that were received and have not ended.</summary>
    public int Load => running + waiting.Count + arrived;

    public bool Busy => running > 0 || waiting.Count > 0 || turns.Count > 0
        || phase is Phase.Activating or Phase.Deactivating;

    public override string ToString() => GrainId.ToString();

    /// <summary>
    /// Takes a request, or refuses it when there are too many; a tick of a grain that has ended is dropped.
    /// </summary>
    public void Receive(Call call)
    {
        if (phase == Phase.Ended) return;
        var limit = Silo.Options.MaxEnqueuedRequests;
        if (limit > 0 && !call.BoundToActivation && Load >= limit)
            call.Fail(new LimitExceededException(nameof(SiloOptions.MaxEnqueuedRequests), Load, limit, ToString()));
        else
            Push(call);
    }

    /// <summary>Takes over the requests of the previous activation, ahead of all others.</summary>
    public void TakeOver(IEnumerable<Call> calls)
    {
        waiting.AddRange(calls);
        Push((Action)BeginActivation);
    }

    private void Handle(Call call)
    {
        arrived--;
        if (phase == Phase.Ended)
        {
            if (!call.BoundToActivation && !call.Answered) Silo.Post(Class, GrainId, call);
            return;
        }

        // The request waits even for an activation that takes no time, so that a failed activation fails the request.
        waiting.Add(call);
        if (phase == Phase.New) BeginActivation();
    }

    private void StartWaiting()
    {
        for (var started = true; started && phase == Phase.Valid;)
        {
            // A request that starts may end others within its own turn, which makes room for requests that were passed
            // over.
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
        // The caller has given up; a request that never started cannot surprise it.
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

    // Each request starts in a context of its own: the next one must not see the values that it sets.
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
}
