using Ticketing.Tests.Support;

namespace Ticketing.Tests.Processes;

/// <summary>The program api, configured for a sale at full speed.</summary>
internal static class ApiProcess
{
    public const string OperatorEmail = "operator@example.com";
    public const string OperatorPassword = "operator password";

    /// <summary>Signs the queue tokens of the tests.</summary>
    public static readonly string QueueKey = Convert.ToBase64String(new byte[32]);

    public static async Task<ServerProcess> StartAsync(string connectionString)
    {
        var api = new ServerProcess("api.dll", Environment(connectionString));
        await api.StartAsync();
        return api;
    }

    /// <summary>The environment of a process, with silo ports that no other process is given.</summary>
    public static Dictionary<string, string> Environment(string connectionString) => new()
    {
        ["Ticketing__Store__ConnectionString"] = connectionString,
        ["Ticketing__Operators__0__Email"] = OperatorEmail,
        ["Ticketing__Operators__0__Password"] = OperatorPassword,
        ["Ticketing__Queue__TokenKeys__0"] = QueueKey,
        ["Ticketing__Tickets__SigningKeys__0"] = TicketKeys.Signing,
        ["Ticketing__Api__PasswordIterations"] = "1000",
        ["Ticketing__Api__RateLimits__Enabled"] = "false",
        ["Ticketing__Api__Concurrency__Enabled"] = "false",
        ["Ticketing__Cluster__SiloPort"] = $"{FreePorts.Next()}",
        ["Ticketing__Cluster__GatewayPort"] = $"{FreePorts.Next()}",
        ["Ticketing__Cluster__ShedAboveCpuPercent"] = "100", // tests load the machine fully
        ["Logging__LogLevel__Default"] = "Warning",
    };
}
