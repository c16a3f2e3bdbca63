using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Ticketing.EmbeddedHost;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Host;

/// <summary>The embedded host on one thread under virtual time.</summary>
public sealed class EmbeddedWorld : GrainWorld
{
    // The shortest that Task.Delay does not take for nothing.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly ServiceProvider services;
    private readonly SingleThread thread;

    public EmbeddedWorld(WorldOptions options, int? seed = null)
    {
        thread = new SingleThread(Time, seed);
        services = new ServiceCollection()
            .AddSingleton<Probe>()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(typeof(ILogger<>), typeof(ProbeLogger<>))
            .AddScoped<Scoped>()
            .AddKeyedSingleton<IGrainStorage>("Memory", Storage)
            .AddEmbeddedGrainHost(
                host =>
                {
                    host.ResponseTimeout = options.ResponseTimeout;
                    host.CollectionAge = options.CollectionAge;
                    host.MaxEnqueuedRequestsHardLimit = options.MailboxLimit;
                    host.TurnScheduler = thread;
                },
                typeof(IPeer).Assembly)
            .BuildServiceProvider();
        Host = services.GetRequiredService<EmbeddedGrainHost>();
    }

    public VirtualTime Time { get; } = new();

    public SlowStorage Storage { get; } = new();

    public EmbeddedGrainHost Host { get; }

    public int Steps => thread.Steps;

    public override IGrainFactory Grains => Host.GrainFactory;

    public override Probe Probe => services.GetRequiredService<Probe>();

    public override void Run(Func<Task> body) => thread.Run(body);

    public override Task Delay(TimeSpan time) => Task.Delay(time, Time);

    public override Task Settle() => Delay(Moment);

    public override TimeProvider CallClock => Time;

    public override Task OutlastCalls(TimeSpan responseTimeout) => Delay(responseTimeout + TimeSpan.FromSeconds(2));

    public override void Dispose() => services.Dispose();
}
