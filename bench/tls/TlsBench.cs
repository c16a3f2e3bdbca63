using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Ticketing.Silo;

namespace Ticketing.Bench.Tls;

/// <summary>
/// The cost of mutual TLS: calls per second of a client to a silo over loopback, with and without it, in alternating
/// rounds. Silo and client share the process, so the figures include the work of both ends.
/// </summary>
internal static class TlsBench
{
    private const int Rounds = 9;
    private const int Grains = 256;
    private static readonly TimeSpan RoundDuration = TimeSpan.FromSeconds(2);
    private static readonly string Text = new('x', 200);

    /// <param name="folder">Has tls.crt, tls.key and ca.crt.</param>
    public static async Task RunAsync(string folder)
    {
        var tls = new ClusterTls
        {
            CertificateFile = Path.Combine(folder, "tls.crt"),
            KeyFile = Path.Combine(folder, "tls.key"),
            AuthorityFile = Path.Combine(folder, "ca.crt"),
        };
        await using var plain = await Pair.StartAsync(null);
        await using var secured = await Pair.StartAsync(tls);
        Console.WriteLine($"{Environment.ProcessorCount} processors, {Rounds} alternating rounds of "
            + $"{RoundDuration.TotalSeconds} s each, texts of {Text.Length} characters");
        Console.WriteLine($"{"",-12}{"plain calls/s",16}{"TLS calls/s",16}{"TLS / plain",14}{"best",8}{"worst",8}");
        foreach (var callers in (int[])[1, 128])
        {
            await RoundAsync(plain, callers);
            await RoundAsync(secured, callers);
            var rounds = new List<(double Plain, double Secured)>();
            for (var round = 0; round < Rounds; round++)
                rounds.Add((await RoundAsync(plain, callers), await RoundAsync(secured, callers)));
            var ratios = rounds.Select(round => round.Secured / round.Plain).Order().ToArray();
            var (without, with) = (Median(rounds.Select(one => one.Plain)), Median(rounds.Select(one => one.Secured)));
            Console.WriteLine($"{$"{callers} callers",-12}{without,16:N0}{with,16:N0}{Median(ratios),14:P0}"
                + $"{ratios[^1],8:P0}{ratios[0],8:P0}");
            Console.WriteLine($"figure tls.calls_per_second.{callers}_callers {with:0} calls/s");
            Console.WriteLine($"figure tls.part_of_plain.{callers}_callers {100 * Median(ratios):0} %");
        }
    }

    private static async Task<double> RoundAsync(Pair pair, int callers)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var grain = pair.Client.GetGrain<IEchoGrain>($"{caller % Grains}");
            long calls = 0;
            for (; watch.Elapsed < RoundDuration; calls++)
            {
                if (await grain.Echo(Text) != Text) throw new InvalidOperationException("The echo is another text.");
            }

            return calls;
        })));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>A silo and a client of it.</summary>
    private sealed class Pair(IHost silo, IHost client) : IAsyncDisposable
    {
        public IClusterClient Client { get; } = client.Services.GetRequiredService<IClusterClient>();

        public static async Task<Pair> StartAsync(ClusterTls? tls)
        {
            var (siloPort, gatewayPort) = (FreePort(), FreePort());
            var silo = await StartAsync(tls, builder => builder.UseOrleans(silo =>
            {
                silo.UseLocalhostClustering(siloPort, gatewayPort);
                if (tls is not null) silo.UseMemberTls();
            }));
            var client = await StartAsync(tls, builder => builder.UseOrleansClient(client =>
            {
                client.UseLocalhostClustering(gatewayPort);
                if (tls is not null) client.UseMemberTls();
            }));
            return new Pair(silo, client);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var host in (IHost[])[client, silo])
            {
                await host.StopAsync();
                host.Dispose();
            }
        }

        private static async Task<IHost> StartAsync(ClusterTls? tls, Action<HostApplicationBuilder> add)
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            builder.Services.AddSingleton(TimeProvider.System);
            builder.Services.AddLogging();
            if (tls is not null) builder.Services.AddSingleton(Options.Create(tls));
            add(builder);
            var host = builder.Build();
            await host.StartAsync();
            return host;
        }

        private static int FreePort()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
    }
}

/// <summary>Echoes a text of about the size of an answer with a seat map's watermark or a claim.</summary>
[Alias("bench.echo")]
public interface IEchoGrain : IGrainWithStringKey
{
    [Alias("echo")]
    Task<string> Echo(string text);
}

internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<string> Echo(string text) => Task.FromResult(text);
}
