using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting.Kubernetes;
using Ticketing.Silo;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>
/// A silo in a pod, in front of an API server that knows two pods and allows what the Role of the manifests allows.
/// </summary>
public sealed class KubernetesTests(TlsRedis redis) : IClassFixture<TlsRedis>, IAsyncDisposable
{
    private const string Pod = "silo-7d9f-here";
    private const string Place = "ticketing";

    private readonly TlsCluster cluster = new(redis.ConnectionString);

    [Fact]
    public async Task A_silo_reads_pods_changes_none_and_declares_a_member_without_a_pod_dead()
    {
        await using var server = await PodServer.StartAsync(Pod, Place, TlsCluster.ServiceId, cluster.ClusterId);
        using var environment = new Variables(("POD_NAME", Pod), ("POD_NAMESPACE", Place), ("POD_IP", "127.0.0.1"));
        var gone = await cluster.StartSiloAsync(silo =>
            silo.Configure<SiloOptions>(options => options.SiloName = "silo-7d9f-gone"));

        var here = await cluster.StartSiloAsync(silo =>
        {
            KubernetesPods.Use(silo);
            silo.Configure<KubernetesHostingOptions>(options => options.GetClientConfiguration =
                () => new KubernetesClientConfiguration { Host = server.Address });
        });

        var members = here.Services.GetRequiredService<IClusterMembershipService>();
        var (lost, own) = (AddressOf(gone), AddressOf(here));
        await Wait.Until(() =>
            members.CurrentSnapshot.Members.TryGetValue(lost, out var member) && member.Status == SiloStatus.Dead);
        Assert.Equal(SiloStatus.Active, members.CurrentSnapshot.Members[own].Status);
        Assert.Equal(Pod, members.CurrentSnapshot.Members[own].Name);
        Assert.Equal(IPAddress.Loopback, own.Endpoint.Address);
        await UntilWatchedAsync(server);
        Assert.Equal(["get", "list", "watch"], server.Verbs.Order());
    }

    [Theory]
    [InlineData("ticketing", "ticketing", null)]
    [InlineData("other", "ticketing", "Ticketing:Cluster:ClusterId is 'ticketing', but ORLEANS_CLUSTER_ID is 'other'")]
    [InlineData(null, "ticketing", "but ORLEANS_CLUSTER_ID is not set")]
    [InlineData("ticketing", "other", "Ticketing:Cluster:ServiceId is 'ticketing', but ORLEANS_SERVICE_ID is 'other'")]
    public void Labels_of_the_pod_are_the_settings(string? clusterId, string? serviceId, string? fault)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("ORLEANS_CLUSTER_ID", clusterId), new("ORLEANS_SERVICE_ID", serviceId),
        ]).Build();

        var result = new KubernetesPods.Validation(configuration)
            .Validate(null, new ClusterSettings { Kubernetes = true });

        if (fault is null) Assert.True(result.Succeeded, result.FailureMessage);
        else Assert.Contains(fault, result.FailureMessage);
        Assert.True(new KubernetesPods.Validation(configuration).Validate(null, new ClusterSettings()).Skipped);
    }

    public async ValueTask DisposeAsync() => await cluster.DisposeAsync();

    // The package starts watching at one membership change and stops at the next, so whether it watches after several
    // changes is random. Joining silos cause more changes until it does.
    private async Task UntilWatchedAsync(PodServer server)
    {
        for (var joined = 0; joined < 8 && !await server.IsWatchedWithinAsync(TimeSpan.FromSeconds(3)); joined++)
            await cluster.StartSiloAsync(_ => { });
    }

    private static SiloAddress AddressOf(IHost silo) =>
        silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    /// <summary>The part of the Kubernetes API that the Role allows; everything else is forbidden.</summary>
    private sealed class PodServer : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly ConcurrentDictionary<string, bool> verbs = [];

        private PodServer(WebApplication app) => this.app = app;

        public string Address => app.Urls.Single();

        public ICollection<string> Verbs => verbs.Keys;

        public static async Task<PodServer> StartAsync(string pod, string place, string serviceId, string clusterId)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            var server = new PodServer(builder.Build());
            var labels = new Dictionary<string, string>
            {
                ["orleans/serviceId"] = serviceId,
                ["orleans/clusterId"] = clusterId,
            };
            var own = new { apiVersion = "v1", kind = "Pod",
                metadata = new { name = pod, @namespace = place, labels } };
            var path = $"/api/v1/namespaces/{place}/pods";
            server.app.Run(request => server.AnswerAsync(
                request, path, pod, own, $"orleans/serviceId={serviceId},orleans/clusterId={clusterId}"));
            await server.app.StartAsync();
            return server;
        }

        public async Task<bool> IsWatchedWithinAsync(TimeSpan patience)
        {
            var watch = Stopwatch.StartNew();
            while (!verbs.ContainsKey("watch") && watch.Elapsed < patience) await Task.Delay(20);
            return verbs.ContainsKey("watch");
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();

        private async Task AnswerAsync(HttpContext http, string path, string pod, object own, string selector)
        {
            var request = http.Request;
            var verb = (request.Method, request.Path.Value) switch
            {
                ("GET", var one) when one == $"{path}/{pod}" => "get",
                ("GET", var all) when all == path && request.Query["labelSelector"] == selector =>
                    request.Query["watch"] == "true" ? "watch" : "list",
                _ => $"{request.Method} {request.Path}{request.QueryString}",
            };
            verbs[verb] = true;
            switch (verb)
            {
                case "get":
                    await http.Response.WriteAsJsonAsync(own);
                    break;
                case "list":
                    await http.Response.WriteAsJsonAsync(
                        new { apiVersion = "v1", kind = "PodList", metadata = new { }, items = new[] { own } });
                    break;
                case "watch":
                    http.Response.ContentType = "application/json";
                    await http.Response.Body.FlushAsync();
                    await Task.Delay(Timeout.Infinite, http.RequestAborted)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
                default:
                    http.Response.StatusCode = StatusCodes.Status403Forbidden;
                    break;
            }
        }
    }

    /// <summary>Environment variables as the downward API sets them for a process.</summary>
    private sealed class Variables : IDisposable
    {
        private readonly (string Name, string? Before)[] before;

        public Variables(params (string Name, string Value)[] variables)
        {
            before = [.. variables.Select(one => (one.Name, Environment.GetEnvironmentVariable(one.Name)))];
            foreach (var (name, value) in variables) Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose()
        {
            foreach (var (name, value) in before) Environment.SetEnvironmentVariable(name, value);
        }
    }
}
