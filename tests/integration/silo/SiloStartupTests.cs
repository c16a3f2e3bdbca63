using System.Diagnostics;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

public sealed class SiloStartupTests
{
    [Theory]
    [InlineData("Ticketing__Cluster__HeartbeatSeconds", "0", "HeartbeatSeconds is 0")]
    [InlineData("Ticketing__Cluster__Mode", "Redis", "Redis is missing")]
    public async Task What_keeps_a_silo_from_starting_is_told_in_one_line(string name, string value, string told)
    {
        var silo = Path.Combine(AppContext.BaseDirectory, "silo.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", silo, "--urls", "http://127.0.0.1:0"]);
        foreach (var (other, its) in ApiProcess.Environment("Host=127.0.0.1;Port=1")) start.Environment[other] = its;
        start.Environment[name] = value;
        var (exit, output, error) = await Tool.RunAsync(start);

        Assert.Equal(1, exit);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("The silo cannot start: ", line, StringComparison.Ordinal);
        Assert.Contains(told, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
