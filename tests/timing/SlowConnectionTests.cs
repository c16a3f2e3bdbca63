using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Ticketing.Tests.Api;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Timing;

/// <summary>A connection that sends only a part of its body does not keep others from being served.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SlowConnectionTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly string[] OneAtATime =
    [
        "Ticketing:Api:Concurrency:Passwords=1", "Ticketing:Api:Concurrency:PasswordsQueued=0",
        "Ticketing:Api:Concurrency:Writes=1", "Ticketing:Api:Concurrency:WritesQueued=0",
    ];

    private PostgresDatabase database = null!;
    private ApiServer server = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        server = await ApiServer.StartAsync(database.ConnectionString, OneAtATime);
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Slow_bodies_take_no_place_from_sign_ins_and_writes()
    {
        var fan = await server.FanAsync();
        using var signIn = await SlowAsync(server, "/sessions", "");
        using var charge = await SlowAsync(
            server, "/balance/charges", $"Authorization: Bearer {fan.Token}\r\nIdempotency-Key: slow\r\n");
        var started = Stopwatch.GetTimestamp();

        await server.OperatorAsync();
        (await fan.PostAsync("/balance/charges", new { amount = 1 }, "quick")).ShouldBe(200);

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_body_that_stops_arriving_is_given_up()
    {
        using var slow = await SlowAsync(server, "/sessions", "");
        using var reader = new StreamReader(slow.GetStream());

        var answer = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(15));

        Assert.Contains(" 408 ", answer, StringComparison.Ordinal);
    }

    private static async Task<TcpClient> SlowAsync(ApiServer server, string path, string headers)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1{path} HTTP/1.1\r\nHost: a\r\n{headers}"
            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"));
        await Task.Delay(TimeSpan.FromMilliseconds(200)); // until the server waits for the rest
        return client;
    }
}
