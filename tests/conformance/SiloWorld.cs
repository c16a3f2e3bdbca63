using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using Ticketing.Simulator;

namespace Ticketing.Tests.Conformance;

/// <summary>
/// One silo of the real Orleans and a client of it in this process. Grains and their timers use virtual time, which
/// advances when the process is idle. The collector of idle grains partly reads the real clock, so a collection is
/// forced once its age has passed. Calls time out by the real clock.
/// </summary>
public sealed class SiloWorld : GrainWorld
{
    // The shortest time that Task.Delay does not treat as zero.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    // Orleans checks every second for calls that are too old, and may have to wait for a processor.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private readonly InProcessTestCluster cluster;
    private readonly VirtualTime time = new();
    private readonly TimeSpan collectionAge;
    private readonly Pump pump;

    static SiloWorld() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source.Name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal),
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
    });

    public SiloWorld(WorldOptions options)
    {
        collectionAge = options.CollectionAge;
        pump = new Pump(time);
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureHost(host => UseVirtualTime(host.Services));
        builder.ConfigureSilo((_, silo) => Configure(silo, options));
        builder.ConfigureClient(client => client.AddActivityPropagation().Configure<ClientMessagingOptions>(
            messaging => messaging.ResponseTimeout = options.ResponseTimeout));
        cluster = builder.Build();
        cluster.DeployAsync().GetAwaiter().GetResult();
    }

    public override IGrainFactory Grains => cluster.Client;

    public override Probe Probe { get; } = new();

    public override void Run(Func<Task> body) => pump.Run(body);

    public override async Task Delay(TimeSpan time)
    {
        await Task.Delay(time, this.time);
        if (time >= collectionAge)
            await Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
    }

    public override Task Settle() => Delay(Moment);

    public override TimeProvider CallClock => TimeProvider.System;

    public override async Task OutlastCalls(TimeSpan responseTimeout)
    {
        await Settle();
        await pump.PauseAsync(responseTimeout + Look);
    }

    public override void Dispose() => pump.Run(async () => await cluster.DisposeAsync());

    private void Configure(ISiloBuilder silo, WorldOptions options)
    {
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = options.ResponseTimeout;
            messaging.MaxEnqueuedRequestsHardLimit = options.MailboxLimit;
        });
        // The load publisher's timer uses virtual time: by default, time would stop at every second of an hour.
        silo.Configure<DeploymentLoadPublisherOptions>(
            load => load.DeploymentLoadPublisherRefreshTime = TimeSpan.FromMinutes(5));
        silo.AddActivityPropagation();
        silo.AddMemoryGrainStorage("Memory");
        silo.UseInMemoryReminderService();
        silo.Services.AddSingleton(Probe);
        silo.Services.AddScoped<Scoped>();
    }

    private void UseVirtualTime(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(time);
        services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, time);
        services.AddKeyedSingleton(KeyedService.AnyKey, (_, _) => TimeProvider.System);
    }
}
