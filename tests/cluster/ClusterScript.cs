using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>
/// The processes of <c>./run cluster</c>, in a folder of their own. The script restarts each process that ends.
/// </summary>
public sealed partial class ClusterScript : IAsyncLifetime
{
    private const int Silos = 3;
    private const int Apis = 2;

    // The script may have to build first.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ConcurrentQueue<string> lines = [];
    private readonly int port = ServerProcess.FreePort();
    private readonly string folder = Path.Combine(Root(), ".local", "chaos");
    private Process script = null!;

    public static IReadOnlyList<string> SiloNames { get; } =
        [.. Enumerable.Range(1, Silos).Select(number => $"silo-{number}")];

    public static IReadOnlyList<string> ApiNames { get; } =
        [.. Enumerable.Range(1, Apis).Select(number => $"api-{number}")];

    /// <summary>The one address in front of all api processes.</summary>
    public Uri Door => new($"http://127.0.0.1:{port}");

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo(Path.Combine(Root(), "run"), ["cluster"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in ApiProcess.Environment("")) start.Environment[name] = value;
        // The script sets its own connection string, and sheds load as in production.
        start.Environment.Remove("Ticketing__Store__ConnectionString");
        start.Environment.Remove("Ticketing__Cluster__ShedAboveCpuPercent");
        start.Environment["Logging__LogLevel__Ticketing"] = "Information";
        start.Environment["Ticketing__Demo__Folder"] = "";
        start.Environment["TICKETING_HOME"] = folder;
        start.Environment["TICKETING_PORT"] = $"{port}";
        start.Environment["TICKETING_SILOS"] = $"{Silos}";
        start.Environment["TICKETING_APIS"] = $"{Apis}";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        script = Process.Start(start)!;
        script.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        script.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        script.BeginOutputReadLine();
        script.BeginErrorReadLine();
        await UntilWholeAsync(StartPatience);
        ConnectionString = (await ToolAsync("postgres", "start", folder)).Trim();
    }

    public async Task DisposeAsync()
    {
        if (script is null) return;
        if (!script.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{script.Id}"]);
            await script.WaitForExitAsync();
        }

        script.Dispose();
    }

    public int PidOf(string name) => int.Parse(
        File.ReadAllText(Path.Combine(folder, "cluster", $"{name}.pid")), CultureInfo.InvariantCulture);

    /// <summary>Sends a signal, as the command kill does.</summary>
    public Task SignalAsync(string name, string signal) => ProcessFamily.SignalAsync(signal, PidOf(name));

    /// <summary>
    /// Suspends the process and its children with SIGSTOP, then resumes them and waits until all are ready.
    /// </summary>
    public async Task HangAsync(string name, TimeSpan duration)
    {
        var all = await ProcessFamily.FreezeAsync(PidOf(name));
        await Task.Delay(duration);
        await ProcessFamily.SignalAsync("CONT", all);
        await UntilWholeAsync();
    }

    /// <summary>Sends a signal, then waits until another process has replaced this one and all are ready.</summary>
    public async Task ReplaceAsync(string name, string signal)
    {
        var before = PidOf(name);
        await SignalAsync(name, signal);
        await Wait.Until(() => PidOf(name) != before, $"{name} is restarted");
        await UntilWholeAsync(Patience);
    }

    public Task TellBrokerAsync(string command) =>
        ToolAsync("broker", "tell", Path.Combine(folder, "cluster"), command);

    /// <summary>Waits until the script keeps reporting that all processes are ready.</summary>
    public async Task UntilWholeAsync(TimeSpan? patience = null)
    {
        var waited = Stopwatch.StartNew();
        await Task.Delay(Look);
        do
        {
            if (script.HasExited || waited.Elapsed > (patience ?? Patience))
                Assert.Fail($"The cluster is not ready:\n{string.Join('\n', lines.TakeLast(40))}");
            await Task.Delay(200);
        }
        while (!Whole().IsMatch(LastLine));
    }

    private string LastLine => lines.LastOrDefault(line => line.Contains("haproxy ", StringComparison.Ordinal)) ?? "";

    /// <summary>A status line with names and numbers only: no process has a problem to report.</summary>
    [GeneratedRegex(@"^\d\d:\d\d:\d\d(  [a-z]+(-\d)? \d+)+$")]
    private static partial Regex Whole();

    private static async Task<string> ToolAsync(string tool, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Path.Combine(Root(), "deploy", "local", tool), arguments)
            {
                RedirectStandardOutput = true,
            })!;
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{tool} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        return answer;
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
