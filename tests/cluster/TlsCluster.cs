using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using StackExchange.Redis;
using Ticketing.Silo;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>A private Redis for the membership tables.</summary>
public sealed class TlsRedis : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ticketing-redis-").FullName;

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync() => ConnectionString = await RunAsync("start");

    public async Task DisposeAsync()
    {
        await RunAsync("stop");
        Directory.Delete(folder, recursive: true);
    }

    private async Task<string> RunAsync(string action)
    {
        var (exit, output, error) = await Tool.RunAsync(new ProcessStartInfo(Script(), [action, folder]));
        return exit == 0 ? output.Trim() : throw new InvalidOperationException(error);
    }

    private static string Script([CallerFilePath] string path = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "deploy", "local", "redis"));
}

/// <summary>
/// Silos and clients in this process over real connections. Members use the product's TLS. Intruders use Orleans' own,
/// accept every certificate, and know the ids of the cluster and its Redis; they only lack the certificate.
/// </summary>
internal sealed class TlsCluster(string redis) : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Joining = TimeSpan.FromSeconds(6);

    // An Orleans client retries until this timeout; one that is accepted needs less than a second.
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(15);

    public const string ServiceId = "tls";

    private readonly List<IHost> hosts = [];
    private readonly List<IHost> started = [];
    private readonly Fatal fatal = new();

    public string ClusterId { get; } = $"tls-{Guid.NewGuid():N}";

    public Task<IHost> StartMemberAsync(TlsFiles files, TlsTap? tap = null) => StartSiloAsync(
        silo =>
        {
            silo.Services.AddSingleton(Options.Create(files.Settings));
            silo.UseMemberTls();
        },
        tap);

    public Task<IClusterClient> ConnectMemberAsync(TlsFiles files) => ConnectAsync(client =>
    {
        client.Services.AddSingleton(Options.Create(files.Settings));
        client.UseMemberTls();
    });

    /// <param name="identity">The certificate that it presents; a TLS server cannot start without one.</param>
    public Task<IHost> StartIntruderAsync(TlsIdentity identity, TlsTap? tap = null) => StartSiloAsync(
        silo =>
        {
            if (identity.IsPlain) return;
            silo.UseTls(tls =>
            {
                var server = (identity.Pair ?? TlsAuthority.SelfSigned()).Open();
                tls.LocalServerCertificateSelector = (_, _) => server;
                tls.LocalCertificate = identity.Pair?.Open();
                tls.AllowAnyRemoteCertificate();
            });
        },
        tap);

    public Task<IClusterClient> ConnectIntruderAsync(TlsIdentity identity) => ConnectAsync(client =>
    {
        if (identity.IsPlain) return;
        client.UseTls(tls =>
        {
            tls.LocalCertificate = identity.Pair?.Open();
            tls.AllowAnyRemoteCertificate();
        });
    });

    /// <param name="secure">Configures the security of its connections.</param>
    /// <param name="tap">When given, clients connect through it.</param>
    public async Task<IHost> StartSiloAsync(Action<ISiloBuilder> secure, TlsTap? tap = null)
    {
        var host = Build(builder => builder.UseOrleans(silo =>
        {
            silo.UseRedisClustering(Join);
            silo.Configure<ClusterOptions>(Identify);
            silo.ConfigureEndpoints(IPAddress.Loopback, ServerProcess.FreePort(), ServerProcess.FreePort());
            if (tap is not null)
                silo.Configure<EndpointOptions>(endpoints =>
                    (endpoints.GatewayPort, endpoints.GatewayListeningEndpoint) = (tap.Door.Port, tap.Gateway));
            silo.Services.AddSingleton<IFatalErrorHandler>(fatal);
            silo.Configure<ClusterMembershipOptions>(membership => membership.MaxJoinAttemptTime = Joining);
            secure(silo);
        }));
        await StartAsync(host, Patience);
        return host;
    }

    public async Task<IClusterClient> ConnectAsync(Action<IClientBuilder> secure)
    {
        var host = Build(builder => builder.UseOrleansClient(client =>
        {
            client.UseRedisClustering(Join);
            client.Configure<ClusterOptions>(Identify);
            client.Configure<GatewayOptions>(gateways =>
                gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));
            secure(client);
        }));
        await StartAsync(host, Connecting);
        return host.Services.GetRequiredService<IClusterClient>();
    }

    public async Task StopAsync(IClusterClient client)
    {
        var host = client.ServiceProvider.GetRequiredService<IHost>();
        started.Remove(host);
        await host.StopAsync().WaitAsync(Patience);
    }

    /// <summary>Waits until every member has read its files and uses this certificate.</summary>
    public Task UseAsync(TlsPair pair) => UseAsync(own => own.Own.SerialNumber == pair.SerialNumber);

    /// <summary>Waits until every member has read its files and trusts this number of authorities.</summary>
    public Task TrustAsync(int authorities) => UseAsync(own =>
        own.PolicyFor(MemberCertificate.ClientUsage).CustomTrustStore.Count == authorities);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(started)) await host.StopAsync().WaitAsync(Patience);
        foreach (var host in Enumerable.Reverse(hosts)) host.Dispose();
    }

    private Task UseAsync(Func<MemberCertificate, bool> condition) => Wait.Until(() => started
        .Select(host => host.Services.GetService<MemberCertificates>())
        .OfType<MemberCertificates>()
        .All(member => condition(member.Current)));

    private async Task StartAsync(IHost host, TimeSpan patience)
    {
        using var end = new CancellationTokenSource(patience);
        await host.StartAsync(end.Token);
        started.Add(host);
    }

    private IHost Build(Action<HostApplicationBuilder> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddLogging();
        add(builder);
        var host = builder.Build();
        hosts.Add(host);
        return host;
    }

    private void Join(global::Orleans.Clustering.Redis.RedisClusteringOptions options) =>
        options.ConfigurationOptions = ConfigurationOptions.Parse(redis);

    private void Identify(ClusterOptions options) => (options.ClusterId, options.ServiceId) = (ClusterId, ServiceId);

    /// <summary>A silo that is declared dead would end its process, which is that of the tests.</summary>
    private sealed class Fatal : IFatalErrorHandler
    {
        public bool IsUnexpected(Exception exception) => false;

        public void OnFatalException(object? sender, string? context, Exception? exception)
        {
        }
    }
}

/// <summary>The credentials of an intruder.</summary>
/// <param name="Pair">Its certificate; null for none.</param>
/// <param name="IsPlain">Whether it connects without TLS.</param>
internal sealed record TlsIdentity(TlsPair? Pair, bool IsPlain = false);
