using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Silo;
using Ticketing.Store;

namespace Ticketing.Bench;

/// <summary>The product without HTTP: a silo in this process, on a database of its own.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    private readonly IHost host;

    private BenchSilo(IHost host) => this.host = host;

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public NpgsqlDataSource Database => host.Services.GetRequiredService<NpgsqlDataSource>();

    /// <param name="settings">In addition to the settings of every bench.</param>
    /// <param name="adjust">Replaces services.</param>
    public static async Task<BenchSilo> StartAsync(
        string connectionString,
        IEnumerable<(string Key, string Value)>? settings = null,
        Action<IServiceCollection>? adjust = null)
    {
        var builder = Host.CreateApplicationBuilder();
        var (silo, gateway) = FreePorts();
        // In a source of its own: values set on the configuration itself are lost when a source is added.
        builder.Configuration.AddInMemoryCollection(
        [
            KeyValuePair.Create($"{StoreOptions.Section}:ConnectionString", (string?)connectionString),
            KeyValuePair.Create($"{ClusterSettings.Section}:{nameof(ClusterSettings.SiloPort)}", (string?)$"{silo}"),
            KeyValuePair.Create(
                $"{ClusterSettings.Section}:{nameof(ClusterSettings.GatewayPort)}", (string?)$"{gateway}"),
            // A stall of the machine must show in the figures, not end the bench.
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

/// <summary>The requests by which benches set up a sale. A response that is not successful is thrown.</summary>
internal static class BenchApi
{
    public const string Password = "a long password";

    /// <summary>The bearer token of a new fan.</summary>
    public static async Task<string> SignUpAsync(HttpClient http, string email)
    {
        await PostAsync(http, bearer: null, "accounts", new { email, password = Password });
        return await SignInAsync(http, email, Password);
    }

    /// <summary>The bearer token of the operator that bench/run has set up.</summary>
    public static Task<string> SignInOperatorAsync(HttpClient http) =>
        SignInAsync(http, Required("Email"), Required("Password"));

    public static Task<JsonNode> PostAsync(HttpClient http, string? bearer, string path, object? body) =>
        SendAsync(http, bearer, new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        });

    public static async Task<JsonNode> SendAsync(HttpClient http, string? bearer, HttpRequestMessage request)
    {
        using (request)
        {
            if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            using var answer = await http.SendAsync(request);
            if (!answer.IsSuccessStatusCode)
            {
                var problem = await answer.Content.ReadAsStringAsync();
                throw new HttpRequestException(
                    $"{request.RequestUri} answered {(int)answer.StatusCode}: {problem}");
            }

            return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        }
    }

    private static async Task<string> SignInAsync(HttpClient http, string email, string password) =>
        (string)(await PostAsync(http, bearer: null, "sessions", new { email, password }))["accessToken"]!;

    private static string Required(string name) =>
        Environment.GetEnvironmentVariable($"Ticketing__Operators__0__{name}")
        ?? throw new InvalidOperationException("Start benches by bench/run; it sets up an operator.");
}
