using System.Diagnostics;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Processes;

/// <summary>One of the real programs, in a process of its own that can be killed.</summary>
internal sealed class ServerProcess(
    string program, IReadOnlyDictionary<string, string> environment, Action<string>? onLine = null) : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly int port = FreePort();
    private Process? process;

    public Uri Address => new($"http://127.0.0.1:{port}");

    public static int FreePort() => FreePorts.Next();

    public int Id => process!.Id;

    public bool IsRunning => process is { HasExited: false };

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan ProcessorTime => IsRunning ? process!.TotalProcessorTime : TimeSpan.Zero;

    /// <summary>Starts it and waits until it reports that it is ready.</summary>
    public async Task StartAsync()
    {
        var file = Path.Combine(AppContext.BaseDirectory, program);
        var start = new ProcessStartInfo("dotnet", ["exec", file, "--urls", Address.ToString()])
        {
            RedirectStandardOutput = onLine is not null,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        process = Process.Start(start)!;
        if (onLine is not null)
        {
            process.OutputDataReceived += (_, line) => onLine(line.Data ?? "");
            process.BeginOutputReadLine();
        }

        using var client = new HttpClient { BaseAddress = Address };
        var started = Stopwatch.StartNew();
        while (!await IsReadyAsync(client))
        {
            if (process.HasExited) throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
            if (started.Elapsed > StartTimeout)
                throw new TimeoutException($"{program} is not ready after {StartTimeout}.");
            await Task.Delay(50);
        }
    }

    /// <summary>Kills it, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        process!.Kill(); // no effect on one that has ended
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Stops it, as kill -TERM does, and waits until it has ended.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        await process!.WaitForExitAsync();
    }

    /// <summary>Suspends it, as kill -STOP does, until it thaws.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (process is not null) await KillAsync();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process!.Id}"]);
        await kill.WaitForExitAsync();
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
}
