using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Core;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;
using Orleans.Timers;

namespace Ticketing.Simulator;

/// <summary>
/// One silo on a <see cref="SimulationThread"/>. It runs the grains of the loaded assemblies through Orleans' generated
/// code. Two silos over one store are a cluster in which every grain is active twice.
/// </summary>
public sealed class SimulatedSilo : IDisposable
{
    private static readonly TimeSpan StopPollPeriod = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<GrainId, object> targets = [];
    private readonly PriorityQueue<(Call Call, TimeSpan Timeout), DateTimeOffset> deadlines = new();
    private readonly ServiceProvider services;
    private readonly DeepCopier copier = Wire.Services.GetRequiredService<DeepCopier>();
    private readonly ITimer watch;
    private DateTimeOffset collectAt;
    private bool stopping;

    /// <param name="thread">Shared by all silos of a simulation.</param>
    /// <param name="register">Adds the services that grains take by their constructors.</param>
    /// <param name="options">Orleans' defaults when not given.</param>
    /// <param name="reminders">Shared by all silos of a simulation; grains have none when not given.</param>
    public SimulatedSilo(
        SimulationThread thread, Action<IServiceCollection>? register = null, SiloOptions? options = null,
        SimulatedReminders? reminders = null)
    {
        (Thread, Options) = (thread, options ?? new SiloOptions());
        var collection = new ServiceCollection();
        register?.Invoke(collection);
        collection.TryAddSingleton<TimeProvider>(thread.Time);
        collection.AddLogging().AddMetrics();
        var runtime = new Runtime(this);
        collection.AddSingleton<IGrainRuntime>(runtime).AddSingleton<ITimerRegistry>(runtime);
        collection.AddSingleton<IGrainFactory>(_ => References!);
        collection.AddTransient<IGrainContext>(_ => Activation.OfThisTurn
            ?? throw new InvalidOperationException("An IGrainContext exists only where a grain is made."));
        if (reminders is not null) collection.AddSingleton<IReminderRegistry>(reminders);
        SimulatedStorage.AddFacets(collection);
        services = collection.BuildServiceProvider();
        References = new References(this, Wire.GrainClasses.Select(one => new GrainClass(one, services, Options)));
        reminders?.Join(this);
        collectAt = Now + Options.CollectionQuantum;
        watch = Time.CreateTimer(
            static self => ((SimulatedSilo)self!).Watch(), this, Options.TimeoutScanPeriod, Options.TimeoutScanPeriod);
    }

    /// <summary>Makes references to the grains of this silo.</summary>
    public IGrainFactory Grains => References;

    public IServiceProvider Services => services;

    /// <summary>The number of grains in memory.</summary>
    public int ActivationCount => Activations().Count();

    internal SimulationThread Thread { get; }

    internal SiloOptions Options { get; }

    internal References References { get; }

    internal VirtualTime Time => Thread.Time;

    internal DateTimeOffset Now => Time.GetUtcNow();

    internal Action<string, Exception?> Log => Options.Log;

    /// <summary>
    /// Crashes one grain as if its silo had died: no OnDeactivateAsync, no further turn, and errors for its callers.
    /// </summary>
    public void Crash(IAddressable grain)
    {
        var reference = grain as GrainReference
            ?? throw new ArgumentException("Only a reference names the grain to crash.", nameof(grain));
        if (targets.TryGetValue(reference.GrainId, out var target))
            foreach (var activation in ActivationsOf(target).ToArray()) activation.Crash();
    }

    /// <summary>Crashes every grain that way. The silo itself continues, like a restarted process.</summary>
    public void CrashAll()
    {
        foreach (var activation in Activations().ToArray()) activation.Crash();
    }

    /// <summary>
    /// Refuses new requests from outside, lets running ones end and deactivates every grain. After <see
    /// cref="SiloOptions.ActivationTimeout"/> it crashes those that are left.
    /// </summary>
    public async Task StopAsync()
    {
        stopping = true;
        var giveUpAt = Now + Options.ActivationTimeout;
        while (targets.Count > 0 && Now < giveUpAt)
        {
            foreach (var activation in Activations().ToArray())
                activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo stops."));
            await Task.Delay(StopPollPeriod, Time);
        }

        CrashAll();
    }

    public void Dispose()
    {
        watch.Dispose();
        CrashAll();
        services.Dispose();
    }

    /// <summary>Sends a request; its caller times out when there is no answer in time.</summary>
    internal void Send(RequestCall call)
    {
        // Running requests may still call other grains.
        if (stopping && Activation.OfThisTurn is null)
        {
            call.Fail(new SiloUnavailableException("The silo stops and takes no more requests."));
            return;
        }

        var fate = Options.Network?.Invoke(call.Target, call.Request.GetMethodName()) ?? default;
        var timeout = call.Request.GetDefaultResponseTimeout() ?? Options.ResponseTimeout;
        if (call is not OneWayCall) deadlines.Enqueue((call, timeout), Now + timeout);
        var again = fate.Doubled ? new OneWayCall(call.Target, copier.Copy(call.Request), call.Options, Log)
        {
            Interleaves = call.Interleaves,
            ReadOnly = call.ReadOnly,
        } : null;
        if (!fate.Lost) Arrive(call, fate.Delay);
        if (again is not null) Arrive(again, fate.Delay * 2);
    }

    /// <summary>Hands a request to the grain with that id, which is created when there is none.</summary>
    internal void Post(GrainClass grainClass, GrainId id, Call call)
    {
        if (!targets.TryGetValue(id, out var target))
            targets[id] = target = grainClass.MaxWorkers > 0
                ? new WorkerPool(this, grainClass, id)
                : new Activation(this, grainClass, id, null);
        if (target is WorkerPool pool) pool.Post(call);
        else ((Activation)target).Receive(call);
    }

    /// <summary>Hands the waiting requests of an activation that has ended to the next one.</summary>
    internal void Replace(Activation ended, IReadOnlyList<Call> calls)
    {
        if (ended.Class.MaxWorkers > 0)
        {
            foreach (var call in calls) Post(ended.Class, ended.GrainId, call);
            return;
        }

        var next = new Activation(this, ended.Class, ended.GrainId, null);
        targets[ended.GrainId] = next;
        next.TakeOver(calls);
    }

    internal void Remove(Activation activation) => targets.Remove(activation.GrainId);

    /// <summary>Copies every answer as a silo does: caller and grain must not share mutable objects.</summary>
    internal Response Copy(Response response) => copier.Copy(response)!;

    private static IEnumerable<Activation> ActivationsOf(object target) =>
        target is WorkerPool pool ? pool.Workers : [(Activation)target];

    private IEnumerable<Activation> Activations() => targets.Values.SelectMany(ActivationsOf);

    private void Arrive(RequestCall call, TimeSpan delay)
    {
        var grainClass = References.ClassOf(call.Target.Type);
        if (delay <= TimeSpan.Zero) Post(grainClass, call.Target, call);
        else Time.CreateTimer(_ => Post(grainClass, call.Target, call), null, delay, Timeout.InfiniteTimeSpan);
    }

    private void Watch()
    {
        while (deadlines.TryPeek(out var next, out var deadline) && (deadline <= Now || next.Call.Answered))
        {
            deadlines.Dequeue();
            if (next.Call.Answered) continue;
            Log($"{next.Call.Name} did not answer within {next.Timeout}", null);
            next.Call.Fail(new TimeoutException(
                $"{next.Call.Name} did not answer within {next.Timeout}; whether it took effect is unknown."));
        }

        var collect = Now >= collectAt;
        if (collect) collectAt = Now + Options.CollectionQuantum;
        foreach (var activation in Activations().ToArray()) activation.Watch(collect);
    }

    private sealed class Runtime(SimulatedSilo silo) : IGrainRuntime, ITimerRegistry
    {
        public string SiloIdentity => "simulated";

        public SiloAddress SiloAddress => SiloAddress.Zero;

        public IGrainFactory GrainFactory => silo.Grains;

        public ITimerRegistry TimerRegistry => this;

        public IServiceProvider ServiceProvider => silo.Services;

        public TimeProvider TimeProvider => silo.Time;

        public void DeactivateOnIdle(IGrainContext grainContext) => grainContext.Deactivate(
            new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "DeactivateOnIdle was called."));

        public void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan) =>
            ((Activation)grainContext).DelayDeactivation(timeSpan);

        public IStorage<TGrainState> GetStorage<TGrainState>(IGrainContext grainContext) =>
            throw new NotSupportedException("Grains of this repository take their state by [PersistentState].");

        public IDisposable RegisterTimer(
            IGrainContext grainContext, Func<object?, Task> callback, object? state, TimeSpan dueTime,
            TimeSpan period) =>
            ((Activation)grainContext).RegisterTimer(
                _ => callback(state), new GrainTimerCreationOptions(dueTime, period) { Interleave = true });

        public IGrainTimer RegisterGrainTimer<TState>(
            IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state,
            GrainTimerCreationOptions options) =>
            ((Activation)grainContext).RegisterTimer(cancellation => callback(state, cancellation), options);
    }
}
