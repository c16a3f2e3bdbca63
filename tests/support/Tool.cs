using System.Diagnostics;

namespace Ticketing.Tests.Support;

/// <summary>Runs a program that does one thing, to its end.</summary>
internal static class Tool
{
    /// <param name="start">The program and its arguments.</param>
    /// <param name="input">Its standard input; when null, it has that of this process.</param>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(
        ProcessStartInfo start, string? input = null)
    {
        start.RedirectStandardInput = input is not null;
        start.RedirectStandardError = start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }

        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }
}
