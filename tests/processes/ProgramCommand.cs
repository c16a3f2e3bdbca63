using System.Diagnostics;

namespace Ticketing.Tests.Processes;

/// <summary>Runs a program that does one thing and ends.</summary>
internal static class ProgramCommand
{
    public static async Task<(int Exit, string Output, string Error)> RunAsync(
        string program, string connectionString, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["Ticketing__Store__ConnectionString"] = connectionString },
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }
}
