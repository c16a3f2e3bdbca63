using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ticketing.Tests.Processes;

/// <summary>The real program in a process of its own, that can be killed.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    public const string OperatorEmail = "operator@example.com";
    public const string OperatorPassword = "operator password";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly string connectionString;
    private readonly int port = FreePort();
    private Process? process;

    private ApiProcess(string connectionString) => this.connectionString = connectionString;

    public Uri Address => new($"http://127.0.0.1:{port}");

    public static async Task<ApiProcess> StartAsync(string connectionString)
    {
        var api = new ApiProcess(connectionString);
        await api.StartAsync();
        return api;
    }

    /// <summary>Until it says that it is ready.</summary>
    public async Task StartAsync()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "api.dll");
        process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, "--urls", Address.ToString()])
        {
            Environment =
            {
                ["Ticketing__Store__ConnectionString"] = connectionString,
                ["Ticketing__Operators__0__Email"] = OperatorEmail,
                ["Ticketing__Operators__0__Password"] = OperatorPassword,
                ["Ticketing__Api__PasswordIterations"] = "1000",
                ["Ticketing__Api__RateLimits__Enabled"] = "false",
                ["Ticketing__Api__Concurrency__Enabled"] = "false",
                ["Logging__LogLevel__Default"] = "Warning",
            },
        })!;
        using var client = new HttpClient { BaseAddress = Address };
        var started = Stopwatch.StartNew();
        while (!await IsReadyAsync(client))
        {
            if (process.HasExited) throw new InvalidOperationException($"The server ended with {process.ExitCode}.");
            if (started.Elapsed > StartTimeout) throw new TimeoutException("The server is not ready after 60 s.");
            await Task.Delay(50);
        }
    }

    /// <summary>As kill -9.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null) await KillAsync();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
