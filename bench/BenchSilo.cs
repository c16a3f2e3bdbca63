using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Hosting;
using Ticketing.Postgres;
using Ticketing.Tickets;

namespace Ticketing.Bench;

/// <summary>The product without HTTP: a silo in this process, on a database of its own.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    private readonly IHost host;

    private BenchSilo(IHost host) => this.host = host;

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public NpgsqlDataSource Database => host.Services.GetRequiredService<NpgsqlDataSource>();

    /// <param name="settings">Beside those of every bench.</param>
    /// <param name="adjust">Replaces services.</param>
    public static async Task<BenchSilo> StartAsync(
        string connectionString,
        IEnumerable<(string Key, string Value)>? settings = null,
        Action<IServiceCollection>? adjust = null)
    {
        var builder = Host.CreateApplicationBuilder();
        var (silo, gateway) = FreePorts();
        // A source of its own: values set on the configuration itself are lost when a source is added.
        builder.Configuration.AddInMemoryCollection(
        [
            KeyValuePair.Create($"{StoreOptions.Section}:ConnectionString", (string?)connectionString),
            KeyValuePair.Create($"{ClusterSettings.Section}:{nameof(ClusterSettings.SiloPort)}", (string?)$"{silo}"),
            KeyValuePair.Create(
                $"{ClusterSettings.Section}:{nameof(ClusterSettings.GatewayPort)}", (string?)$"{gateway}"),
            // A stall of the machine is to show in the figures, not to end the bench.
            KeyValuePair.Create(
                $"{ClusterSettings.Section}:{nameof(ClusterSettings.ResponseTimeoutSeconds)}", (string?)"30"),
            .. (settings ?? []).Select(one => KeyValuePair.Create(one.Key, (string?)one.Value)),
        ]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddTicketingStore();
        builder.AddTicketSigning();
        builder.AddTicketingGrains();
        adjust?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new BenchSilo(host);
    }

    /// <summary>Two ports of this machine that are free now.</summary>
    public static (int Silo, int Gateway) FreePorts()
    {
        using var one = new TcpListener(IPAddress.Loopback, 0);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        one.Start();
        other.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)other.LocalEndpoint).Port);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
