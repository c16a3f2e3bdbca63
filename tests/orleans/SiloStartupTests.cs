using System.Diagnostics;
using Ticketing.Tests.Processes;

namespace Ticketing.Tests.Orleans;

public sealed class SiloStartupTests
{
    [Theory]
    [InlineData("Ticketing__Cluster__HeartbeatSeconds", "0", "HeartbeatSeconds is 0")]
    [InlineData("Ticketing__Cluster__Mode", "Redis", "Redis is missing")]
    public async Task What_keeps_a_silo_from_starting_is_told_in_one_line(string name, string value, string told)
    {
        var silo = Path.Combine(AppContext.BaseDirectory, "silo.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", silo, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (other, its) in ApiProcess.Environment("Host=127.0.0.1;Port=1")) start.Environment[other] = its;
        start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("The silo cannot start: ", line, StringComparison.Ordinal);
        Assert.Contains(told, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
    }
}
