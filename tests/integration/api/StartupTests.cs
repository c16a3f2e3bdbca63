using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

/// <summary>A process that cannot start reports the reason in one line, and its exit code is 1.</summary>
[Collection(ApiCollection.Name)]
public sealed class StartupTests(ApiFixture fixture)
{
    [Theory]
    [InlineData("Ticketing__Store__ConnectionString", "Host=a;Prot=1", "ConnectionString cannot be read")]
    [InlineData("Ticketing__Store__ConnectionString", "", "ConnectionString is missing")]
    [InlineData("Ticketing__Store__PoolSize", "1", "PoolSize (1) must exceed Writers")]
    [InlineData("Ticketing__Api__MaxConnections", "many", "Ticketing:Api:MaxConnections")]
    [InlineData("Ticketing__Api__MaxConnections", "0", "MaxConnections")]
    [InlineData("Ticketing__Operators__0__Email", "nobody", "nobody")]
    [InlineData("Ticketing__Queue__TokenKeys__0", "c2hvcnQ=", "Ticketing:Queue:TokenKeys")]
    [InlineData("Ticketing__Queue__TokenKeys__0", "no base64", "Ticketing:Queue:TokenKeys")]
    [InlineData("Ticketing__Tickets__SigningKeys__0", "", "Ticketing:Tickets:SigningKeys")]
    [InlineData("Ticketing__Tickets__SigningKeys__0", "c2hvcnQ=", "Ticketing:Tickets:SigningKeys")]
    [InlineData("Ticketing__Events__Transport", "Kafka", "Ticketing:Events:Kafka:BootstrapServers is missing")]
    public Task A_wrong_setting_is_named(string name, string value, string told) =>
        ShouldNotStartAsync("http://127.0.0.1:0", name, value, told);

    [Fact]
    public async Task A_database_that_refuses_is_named_with_its_reason()
    {
        var wrong = $"{fixture.Database.ConnectionString};Database=none_such";
        await ShouldNotStartAsync("http://127.0.0.1:0", "Ticketing__Store__ConnectionString", wrong, "none_such");
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        var address = $"http://{socket.LocalEndPoint}";

        await ShouldNotStartAsync(address, "Logging__LogLevel__Default", "Information", address);
    }

    private async Task ShouldNotStartAsync(string address, string name, string value, string told)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "api.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, "--urls", address])
        {
            Environment =
            {
                ["Ticketing__Store__ConnectionString"] = fixture.Database.ConnectionString,
                ["Ticketing__Operators__0__Email"] = ApiServer.OperatorEmail,
                ["Ticketing__Operators__0__Password"] = ApiServer.OperatorPassword,
                ["Ticketing__Api__PasswordIterations"] = "10",
                ["Ticketing__Queue__TokenKeys__0"] = ApiServer.QueueKey,
                ["Ticketing__Tickets__SigningKeys__0"] = TicketKeys.Signing,
                [name] = value,
            },
        };
        var (exit, output, error) = await Tool.RunAsync(start);

        Assert.Equal(1, exit);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("The server cannot start: ", line, StringComparison.Ordinal);
        Assert.Contains(told, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
