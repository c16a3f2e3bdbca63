using System.Net.Sockets;
using System.Text;

namespace Ticketing.Tests.Api;

/// <summary>HEAD of a stream of events, which has no end.</summary>
[Collection(ApiCollection.Name)]
public sealed class HeadOfStreamTests(ApiFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ApiServer server = fixture.Server;

    /// <summary>A proxy sends the request of somebody else over the connection, once it has the headers.</summary>
    [Fact]
    public async Task After_the_headers_of_a_stream_the_connection_serves_the_next_request()
    {
        var sale = await Sale.OpenAsync(server, terms => terms.Remove("queue"));
        var token = (string)(await (await server.FanAsync()).PostAsync(
            $"/schedules/{sale.ScheduleId}/queue-tokens", null)).ShouldBe(201)["token"]!;
        string[] streams =
        [
            $"schedules/{sale.ScheduleId}/live?map=true&token={token}",
            $"schedules/{sale.ScheduleId}/seats/events",
            $"queue-tokens/{token}/events",
        ];

        foreach (var stream in streams)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(server.Address.Host, server.Address.Port);
            using var reader = new StreamReader(client.GetStream());
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(
                $"HEAD /api/v1/{stream} HTTP/1.1\r\nHost: a\r\n\r\n"
                + "GET /api/v1/concerts HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));

            var answers = await reader.ReadToEndAsync().WaitAsync(Patience);

            Assert.Contains("text/event-stream", answers, StringComparison.Ordinal);
            Assert.Equal(2, answers.Split("HTTP/1.1 200").Length - 1);
            Assert.Contains("application/json", answers, StringComparison.Ordinal);
        }
    }
}
