using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

/// <summary>Requests that the web server refuses before the application sees them are explained, too.</summary>
[Collection(ApiCollection.Name)]
public sealed class RejectedRequestTests(ApiFixture fixture)
{
    private const string Host = "\r\nHost: a\r\n";

    public static TheoryData<string, int, string> Requests => new()
    {
        { $"GET /api/v1/queue-tokens/%00 HTTP/1.1{Host}\r\n", 400, "invalid-request" },
        { "GET /api/v1/concerts HTTP/1.1\r\n\r\n", 400, "invalid-request" },
        { $"GET /api/v1/concerts HTTP/1.1{Host}no colon\r\n\r\n", 400, "invalid-request" },
        { $"POST /api/v1/accounts HTTP/1.1{Host}Content-Length: -5\r\n\r\n{{}}", 400, "invalid-request" },
        { $"GET /{new string('x', 9_000)} HTTP/1.1{Host}\r\n", 414, "address-too-long" },
        { $"GET / HTTP/1.1{Host}X: {new string('y', 20_000)}\r\n\r\n", 431, "headers-too-large" },
        { $"GET / HTTP/9.9{Host}\r\n", 505, "http-version-not-supported" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Each_is_answered_with_a_problem_and_the_connection_is_closed(
        string sent, int status, string problem)
    {
        var (head, body) = await AskAsync(sent);

        Assert.StartsWith($"HTTP/1.1 {status} ", head, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/problem+json", head, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}", head, StringComparison.Ordinal);
        var told = JsonNode.Parse(body)!;
        Assert.Equal($"/problems/{problem}", told["type"]!.GetValue<string>());
        Assert.Equal(status, told["status"]!.GetValue<int>());
        Assert.False(string.IsNullOrEmpty(told["detail"]!.GetValue<string>()));
        Assert.Empty(fixture.Server.Log.Errors);
    }

    [Fact]
    public async Task A_rejected_HEAD_has_no_body_and_answers_before_it_on_the_connection_are_whole()
    {
        var (head, body) = await AskAsync("HEAD /api/v1/concerts HTTP/1.1\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", head, StringComparison.Ordinal);
        Assert.Equal("", body);

        var (first, rest) = await AskAsync($"GET /health/live HTTP/1.1{Host}\r\nGET /%00 HTTP/1.1{Host}\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", first, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 400 ", rest, StringComparison.Ordinal);
        Assert.EndsWith("}", rest, StringComparison.Ordinal);
    }

    /// <summary>Reads until the server closes the connection.</summary>
    private async Task<(string Head, string Body)> AskAsync(string sent)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(fixture.Server.Address.Host, fixture.Server.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(sent));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var answer = await reader.ReadToEndAsync(patience.Token);
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end > 0, $"No answer: '{answer}'");
        return (answer[..end], answer[(end + 4)..]);
    }
}
