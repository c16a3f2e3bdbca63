using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Runtime;

namespace Ticketing.EmbeddedHost;

/// <summary>Runs grains in this process. Works from construction on; a generic host only has to stop it.</summary>
public sealed class EmbeddedGrainHost : IHostedService, IDisposable
{
    private static readonly TimeSpan StopPollPeriod = TimeSpan.FromMilliseconds(20);

    private readonly ITimer watch;
    private long collectAtTick;
    private volatile bool stopping;
    private volatile bool stopped;

    public EmbeddedGrainHost(
        IServiceProvider services, EmbeddedGrainHostOptions options, IReadOnlyList<Assembly> grainAssemblies)
    {
        options.Validate();
        Services = services;
        Options = options;
        AssemblyNames = [.. grainAssemblies.Select(assembly => assembly.GetName().Name!)];
        Time = options.TimeProvider ?? services.GetService<TimeProvider>() ?? TimeProvider.System;
        Threads = options.TurnScheduler ?? services.GetService<ITurnScheduler>() ?? ThreadPoolTurnScheduler.Instance;
        Logger = (ILogger?)services.GetService<ILogger<EmbeddedGrainHost>>() ?? NullLogger.Instance;
        Clock = new HostClock(Time, options.TimeoutScanPeriod);
        ActivationTimeoutTicks = Clock.TicksIn(options.ActivationTimeout);
        DeactivationTimeoutTicks = Clock.TicksIn(options.DeactivationTimeout);
        collectAtTick = Clock.TicksIn(options.CollectionQuantum) - 1;
        Catalog = new Catalog(this);
        References = new GrainReferences(this, grainAssemblies);
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        watch = Time.CreateTimer(
            static self => ((EmbeddedGrainHost)self!).Watch(),
                this, options.TimeoutScanPeriod, options.TimeoutScanPeriod);
    }

    /// <summary>Makes references to grains.</summary>
    public IGrainFactory GrainFactory => References;

    /// <summary>How many grains are in memory.</summary>
    public int ActivationCount => Catalog.Activations().Count();

    internal IServiceProvider Services { get; }

    internal EmbeddedGrainHostOptions Options { get; }

    internal IReadOnlyList<string> AssemblyNames { get; }

    internal TimeProvider Time { get; }

    internal ITurnScheduler Threads { get; }

    internal ILogger Logger { get; }

    internal HostClock Clock { get; }

    internal Catalog Catalog { get; }

    internal GrainReferences References { get; }

    internal long ActivationTimeoutTicks { get; }

    internal long DeactivationTimeoutTicks { get; }

    internal bool IsOpen => !stopping;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Refuses new calls from outside, lets running requests end, deactivates every grain; all within a bound.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (stopping)
            return;
        stopping = true;
        Logger.Stopping(ActivationCount);
        var giveUpAt = Time.GetUtcNow() + Options.StopTimeout;
        bool InTime() => !cancellationToken.IsCancellationRequested && Time.GetUtcNow() < giveUpAt;
        while (Catalog.Activations().Any(activation => activation.Busy) && InTime())
            await Task.Delay(StopPollPeriod, Time, CancellationToken.None);
        while (!Catalog.IsEmpty && InTime())
        {
            foreach (var activation in Catalog.Activations())
                activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The host stops."));
            await Task.Delay(StopPollPeriod, Time, CancellationToken.None);
        }

        stopped = true;
        if (!Catalog.IsEmpty)
        {
            Logger.DroppedAtStop(ActivationCount);
            CrashAll();
        }

        watch.Dispose();
    }

    public void Dispose()
    {
        stopping = stopped = true;
        watch.Dispose();
        CrashAll();
    }

    /// <summary>
    /// Loses one grain as if its silo had died: no OnDeactivateAsync, no further turn, its callers get errors.
    /// </summary>
    public void Crash(IAddressable grain)
    {
        var reference = grain as GrainReferenceProxy
            ?? throw new ArgumentException("Only a reference names the grain to lose.", nameof(grain));
        foreach (var activation in Catalog.Find(reference.Class, reference.Key))
            activation.Crash();
    }

    /// <summary>Loses every grain that way. The host itself goes on, like a process that was started again.</summary>
    public void CrashAll()
    {
        foreach (var activation in Catalog.Activations().ToArray())
            activation.Crash();
    }

    /// <summary>Whether a request may be taken now; refuses it otherwise.</summary>
    internal bool Admits(Request request)
    {
        // While stopping, what runs may still call others; nothing new comes in from outside.
        if (!stopping || (!stopped && ActivationScheduler.OfThisTurn is not null))
            return true;
        request.Fail(new SiloUnavailableException("The grain host stops and takes no more requests."));
        return false;
    }

    private void Watch()
    {
        try
        {
            Clock.Update();
            var now = Clock.Now;
            var collect = now >= collectAtTick;
            if (collect)
                collectAtTick = now + Clock.TicksIn(Options.CollectionQuantum) - 1;
            foreach (var activation in Catalog.Activations())
            {
                activation.CheckTimeouts(now);
                if (collect)
                    activation.CollectIfIdle(now);
            }
        }
        catch (Exception exception)
        {
            Logger.ScanFailed(exception);
        }
    }
}
