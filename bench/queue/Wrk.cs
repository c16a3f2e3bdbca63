using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Ticketing.Bench.Queue;

/// <summary>One run of wrk, which costs far less than the server it loads.</summary>
/// <param name="Failures">Responses that were not successful, and broken connections.</param>
internal sealed partial record Wrk(double PerSecond, double P50Milliseconds, double P99Milliseconds, long Failures)
{
    private const int Connections = 1_000;

    /// <param name="script">Lua that makes the requests; null: GET of the address.</param>
    public static async Task<Wrk> RunAsync(Uri address, TimeSpan duration, string? script = null)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true };
        string[] arguments =
        [
            "-t1", $"-c{Connections}", $"-d{(int)duration.TotalSeconds}s", "--latency",
            .. script is null ? Array.Empty<string>() : ["-s", script], address.ToString(),
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("wrk did not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? Read(output) : throw new InvalidOperationException($"wrk failed: {output}");
    }

    private static Wrk Read(string output) => new(
        Number(Rate().Match(output).Groups[1].Value),
        Milliseconds(Latency(output, "50%")),
        Milliseconds(Latency(output, "99%")),
        Refused().Matches(output).Concat(SocketErrors().Matches(output))
            .Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));

    private static string Latency(string output, string percentile) => output.Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .First(words => words.Length == 2 && words[0] == percentile)[1];

    private static double Milliseconds(string text) => text switch
    {
        _ when text.EndsWith("us", StringComparison.Ordinal) => Number(text[..^2]) / 1_000,
        _ when text.EndsWith("ms", StringComparison.Ordinal) => Number(text[..^2]),
        _ => Number(text[..^1]) * 1_000,
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Refused();

    [GeneratedRegex(@"(?:connect|read|write|timeout) (\d+)")]
    private static partial Regex SocketErrors();
}
