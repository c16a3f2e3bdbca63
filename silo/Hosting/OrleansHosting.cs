using System.Net;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.Versions.Compatibility;
using Orleans.Versions.Selector;
using StackExchange.Redis;
using Ticketing.Messaging;
using Ticketing.Store;

namespace Ticketing.Silo;

/// <summary>Wires the grains to Orleans: a silo, or a client of one.</summary>
public static class OrleansHosting
{
    // The size of the pool for grain state, which is separate from the store's.
    private const int GrainStateConnections = 8;
    private const string AdoNet = "AdoNet";

    /// <summary>
    /// Called by the api's program: in local mode it is the silo itself, in a cluster it is a client.
    /// </summary>
    public static IHostApplicationBuilder AddTicketingGrains(this IHostApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new();
        return settings.Mode == ClusterMode.Local
            ? builder.AddTicketingSilo()
            : builder.AddSettings(settings).UseOrleansClient(client => client.Configure(settings, builder.Tls()));
    }

    /// <summary>
    /// Called by the silo's program. Also adds the sweeper and the relay, which run where grains run.
    /// </summary>
    public static IHostApplicationBuilder AddTicketingSilo(this IHostApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new();
        builder.AddSettings(settings).UseOrleans(silo => silo.Configure(settings, builder.Tls()));
        WatchdogAtStart.AddTo(builder);
        builder.AddTicketingPostProcessing();
        builder.Services.AddHealthChecks().AddCheck<SiloCheck>("silo", tags: [Health.Ready]);
        builder.Services.AddHostedService<Sweeper>();
        builder.AddCleanup();
        builder.AddTicketingEvents();
        return builder;
    }

    /// <summary>Configures everything of a silo except how it finds the others: timeouts, limits and storage.</summary>
    public static ISiloBuilder ConfigureTicketing(this ISiloBuilder silo, ClusterSettings settings)
    {
        silo.Configure<ClusterOptions>(settings.Identify);
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = TimeSpan.FromSeconds(settings.ResponseTimeoutSeconds);
            messaging.SystemResponseTimeout = messaging.ResponseTimeout;
            messaging.MaxEnqueuedRequestsHardLimit = settings.RequestsPerGrain;
            messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker = settings.RequestsPerGrain;
        });
        silo.Configure<LoadSheddingOptions>(shedding =>
        {
            shedding.LoadSheddingEnabled = true;
            shedding.CpuThreshold = settings.ShedAboveCpuPercent;
            shedding.MemoryThreshold = settings.ShedAboveMemoryPercent;
        });
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(settings.ProbeTimeoutSeconds);
            // Orleans adapts the timeout of a probe to the response times that it sees, up to this. It also ignores all
            // misses of a silo that sent any message within this times the limit of misses. With its default, four
            // times the probe timeout, a hung silo stayed a member for 24 s; a busy silo is still protected by its
            // messages.
            membership.MaxProbeTimeout = membership.ProbeTimeout;
            membership.NumMissedProbesLimit = settings.MissedProbes;
            membership.NumVotesForDeathDeclaration = settings.DeathVotes;
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(settings.HeartbeatSeconds);
            // The last probe would go through another member, and would not count as a vote if that one had failed as
            // well.
            membership.EnableIndirectProbes = false;
        });
        silo.Configure<GrainVersioningOptions>(ServeOlderCallers);
        silo.Configure<ExceptionSerializationOptions>(LetExceptionsPass);
        silo.AddActivityPropagation();
        silo.AddGrainStorage();
        return silo;
    }

    /// <summary>
    /// While releases are mixed, a call goes to any silo whose interface has the caller's version or a later one. If
    /// the latest version were preferred, the first upgraded silo would get every new activation.
    /// </summary>
    private static void ServeOlderCallers(GrainVersioningOptions versions)
    {
        versions.DefaultCompatibilityStrategy = nameof(BackwardCompatible);
        versions.DefaultVersionSelectorStrategy = nameof(AllCompatibleVersions);
    }

    private static void AddGrainStorage(this ISiloBuilder silo)
    {
        silo.Services.AddKeyedSingleton(AdoNet, (services, _) => StoreDataSource.CreateFor(
            "grain state",
            services.GetRequiredService<IOptions<StoreOptions>>().Value with { PoolSize = GrainStateConnections }));
        silo.Services.AddOptions<AdoNetGrainStorageOptions>(AdoNet)
            .Configure<IServiceProvider>((storage, services) =>
            {
                storage.Invariant = "Npgsql";
                storage.DataSource = services.GetRequiredKeyedService<NpgsqlDataSource>(AdoNet);
            });
        silo.AddAdoNetGrainStorage(AdoNet);
        silo.Services.AddGrainStorage(StoreServices.DefaultGrainStorage, (services, _) =>
            new WholeKeyStorage(services.GetRequiredKeyedService<IGrainStorage>(AdoNet)));
    }

    /// <summary>Configures everything of a client except how it finds the silos: timeouts and limits.</summary>
    public static IClientBuilder ConfigureTicketing(this IClientBuilder client, ClusterSettings settings)
    {
        client.Configure<ClusterOptions>(settings.Identify);
        client.Configure<ClientMessagingOptions>(messaging =>
            messaging.ResponseTimeout = TimeSpan.FromSeconds(settings.ResponseTimeoutSeconds));
        client.Configure<GatewayOptions>(gateways =>
            gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(settings.GatewayRefreshSeconds));
        client.AddOutgoingGrainCallFilter<RepeatRejected>();
        client.Configure<ExceptionSerializationOptions>(LetExceptionsPass);
        client.AddActivityPropagation();
        return client;
    }

    /// <summary>Configures all of a silo except its store and the other services of the process.</summary>
    internal static void Configure(this ISiloBuilder silo, ClusterSettings settings, ClusterTls tls)
    {
        if (settings.Mode == ClusterMode.Local)
        {
            silo.UseLocalhostClustering(settings.SiloPort, settings.GatewayPort);
        }
        else
        {
            silo.UseRedisClustering(settings.Join);
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SilentMembers>();
            // An invalid address is reported by the validation of the settings.
            if (IPAddress.TryParse(settings.AdvertisedAddress, out var address))
                silo.ConfigureEndpoints(address, settings.SiloPort, settings.GatewayPort);
            else silo.ConfigureEndpoints(settings.SiloPort, settings.GatewayPort);
        }

        silo.ConfigureTicketing(settings);
        silo.AddDashboard();
        if (tls.IsOn) silo.UseMemberTls();
        if (settings.Kubernetes) KubernetesPods.Use(silo);
    }

    /// <summary>Configures all of a client of the silos.</summary>
    internal static void Configure(this IClientBuilder client, ClusterSettings settings, ClusterTls tls)
    {
        client.UseRedisClustering(settings.Join);
        client.ConfigureTicketing(settings);
        client.AddDashboard();
        if (tls.IsOn) client.UseMemberTls();
        client.UseConnectionRetryFilter<PatientConnection>();
        client.Services.AddSingleton<ClusterConnection>();
        client.Services.AddHealthChecks().AddCheck<ClusterConnection>("cluster", tags: [Health.Ready]);
        client.Services.AddSingleton<IClusterConnectionStatusObserver>(
            all => all.GetRequiredService<ClusterConnection>());
    }

    /// <summary>
    /// Without this, an exception with an inner exception of Npgsql arrives as a serialization failure of the inner
    /// one. Type, message and stack trace are transmitted.
    /// </summary>
    private static void LetExceptionsPass(ExceptionSerializationOptions exceptions) =>
        exceptions.SupportedExceptionTypeFilter = _ => true;

    private static void Identify(this ClusterSettings settings, ClusterOptions cluster)
    {
        cluster.ClusterId = settings.ClusterId;
        cluster.ServiceId = settings.ServiceId;
    }

    private static void Join(this ClusterSettings settings, RedisClusteringOptions redis)
    {
        redis.ConfigurationOptions = ConfigurationOptions.Parse(settings.Redis);
        // Redis may be unavailable for a while: connecting is retried, and the members keep their view of the cluster
        // meanwhile.
        redis.ConfigurationOptions.AbortOnConnectFail = false;
    }

    private static ClusterTls Tls(this IHostApplicationBuilder builder) =>
        builder.Configuration.GetSection(ClusterTls.Section).Get<ClusterTls>() ?? new();

    private static IHostApplicationBuilder AddSettings(this IHostApplicationBuilder builder, ClusterSettings settings)
    {
        builder.Configuration.Quiet("Orleans", "Npgsql", "Microsoft.AspNetCore");
        builder.Configuration.Silence("Polly");
        var services = builder.Services;
        services.AddOptions<ClusterSettings>().BindConfiguration(ClusterSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClusterSettings>, ClusterSettingsValidation>();
        services.AddSingleton<IValidateOptions<ClusterSettings>, KubernetesPods.Validation>();
        services.AddOptions<ClusterTls>().BindConfiguration(ClusterTls.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClusterTls>, ClusterTls.Validation>();
        services.AddOptions<StoreOptions>().Validate(
            store => store.CommitQueueTimeoutSeconds < settings.ResponseTimeoutSeconds,
            $"{StoreOptions.Section}:{nameof(StoreOptions.CommitQueueTimeoutSeconds)} must be below "
            + $"{ClusterSettings.Section}:{nameof(settings.ResponseTimeoutSeconds)} "
            + $"({settings.ResponseTimeoutSeconds}), or commits would be written for callers who have left.");
        services.AddSingleton(TimeProvider.System);
        services.AddHostedService<DrainService>();
        services.AddOptions<HostOptions>().Configure<IOptions<ClusterSettings>>((host, cluster) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(cluster.Value.DrainSeconds + cluster.Value.StopSeconds));
        return builder;
    }
}
