using System.Diagnostics;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Processes;

/// <summary>Runs a program that does one thing and ends.</summary>
internal static class ProgramCommand
{
    public static Task<(int Exit, string Output, string Error)> RunAsync(
        string program, string connectionString, params string[] arguments) =>
        Tool.RunAsync(new ProcessStartInfo(
            "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            Environment = { ["Ticketing__Store__ConnectionString"] = connectionString },
        });
}
