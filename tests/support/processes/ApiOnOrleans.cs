using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Ticketing.Tests.Processes;

namespace Ticketing.Tests.Orleans;

/// <summary>The program of <c>./run orleans</c> in this process: api and silo in one, on ports of its own.</summary>
internal sealed class ApiOnOrleans : IAsyncDisposable
{
    private readonly WebApplication app;

    private ApiOnOrleans(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <param name="connectionString">Of an empty database.</param>
    /// <param name="adjust">Adds services.</param>
    /// <param name="settings">Instead of those of the tests.</param>
    public static async Task<ApiOnOrleans> StartAsync(
        string connectionString,
        Action<WebApplicationBuilder>? adjust = null,
        IReadOnlyDictionary<string, string>? settings = null)
    {
        var all = new Dictionary<string, string>(ApiProcess.Environment(connectionString))
        {
            ["Ticketing__Cluster__SiloPort"] = $"{ServerProcess.FreePort()}",
            ["Ticketing__Cluster__GatewayPort"] = $"{ServerProcess.FreePort()}",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) all[name] = value;
        string[] arguments =
        [
            "--urls=http://127.0.0.1:0",
            .. all.Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}"),
        ];
        var app = Ticketing.Api.Program.Build(arguments, builder =>
        {
            builder.Logging.ClearProviders();
            adjust?.Invoke(builder);
        });
        await app.StartAsync();
        return new ApiOnOrleans(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
