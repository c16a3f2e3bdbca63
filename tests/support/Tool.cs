using System.Diagnostics;

namespace Ticketing.Tests.Support;

/// <summary>A program that does one thing, run to its end.</summary>
internal static class Tool
{
    public static async Task<(int Exit, string Output, string Error)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardError = start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }
}
