using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Ticketing.Tests.Api;

/// <summary>
/// No request of a client causes a 500. TICKETING_FUZZ_SEED and TICKETING_FUZZ_ROUNDS select other mutations and more
/// of them.
/// </summary>
[Collection(ApiCollection.Name)]
public sealed class FuzzTests(ApiFixture fixture)
{
    private const string SignUp = "POST /api/v1/accounts HTTP/1.1\r\nHost: a\r\n";

    private readonly ApiServer server = fixture.Server;
    private readonly int seed = Setting("TICKETING_FUZZ_SEED", 20_261_121);
    private readonly int rounds = Setting("TICKETING_FUZZ_ROUNDS", 60);

    [Fact]
    public async Task Spoiled_bodies_are_answered_as_documented()
    {
        var valid = await ValidRequests.PrepareAsync(server);
        var mutations = new Mutations(seed);
        var operations = await DocumentedOperation.ReadAllAsync(server);
        var seen = new HashSet<int>();
        foreach (var operation in operations.Where(operation => operation.HasBody))
        {
            for (var round = 0; round < rounds; round++)
            {
                var body = mutations.Body(valid.BodyFor(operation)!);
                var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                var answer = await TrySendAsync(
                    valid.Caller,
                    operation.Method,
                    operation.Address(valid.IdFor(operation)),
                    content,
                    [("Idempotency-Key", $"{round}")]);
                if (answer is null)
                    continue;

                Check(operation, answer, Encoding.UTF8.GetString(body));
                operation.ShouldDocument(answer);
                seen.Add(answer.Status);
            }
        }

        // Without these statuses the mutations are too wild or too tame to find anything.
        Assert.Subset(seen, new HashSet<int> { 200, 201, 400, 422 });
    }

    [Fact]
    public async Task Spoiled_paths_queries_and_headers_are_never_our_fault()
    {
        var valid = await ValidRequests.PrepareAsync(server);
        var mutations = new Mutations(seed + 1);
        foreach (var operation in await DocumentedOperation.ReadAllAsync(server))
        {
            for (var round = 0; round < rounds; round++)
            {
                var id = mutations.Chance(50) ? mutations.PathPart() : valid.IdFor(operation);
                var query = mutations.Chance(50) ? "?" + mutations.Query() : "";
                var body = valid.BodyFor(operation) is { } json
                    ? new StringContent(json, Encoding.UTF8, "application/json")
                    : null;
                if (!Uri.TryCreate(operation.Address(id) + query, UriKind.Relative, out var address))
                    continue;
                (string, string?)[] headers =
                    [("Idempotency-Key", $"header-{round}"), mutations.Header(), mutations.Header()];
                var answer = await TrySendAsync(valid.Caller, operation.Method, address, body, headers);

                if (answer is not null)
                    Check(operation, answer, $"{address} {string.Join("; ", headers)}");
            }
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET /api/v1/concerts HTTP/9.9\r\nHost: a\r\n\r\n")]
    [InlineData("GET /api/v1/concerts?limit=%GG HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData(SignUp + "Content-Type: application/json\r\nContent-Length: 5\r\n\r\n{")]
    [InlineData(SignUp + "Content-Type: application/json\r\nContent-Length: -5\r\n\r\n{}")]
    [InlineData(SignUp + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}")]
    [InlineData(SignUp + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}")]
    [InlineData(SignUp + "Content-Type: \u0001\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("BREW /api/v1/concerts HTTP/1.1\r\nHost: a\r\n\r\n")]
    public async Task A_connection_that_talks_nonsense_harms_nobody(string sent)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(sent));
        client.Client.Shutdown(SocketShutdown.Send);
        var answer = await ReadAsync(stream);

        Assert.DoesNotContain("HTTP/1.1 500", answer, StringComparison.Ordinal);
        Assert.Empty(server.Log.Errors);
        (await server.Anonymous().GetAsync("/concerts")).ShouldBe(200);
    }

    private static int Setting(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : standard;

    /// <summary>
    /// Returns null when the client's own library refuses to send the request, or the server does not wait for all of
    /// it.
    /// </summary>
    private static async Task<ApiAnswer?> TrySendAsync(
        ApiClient client, HttpMethod method, Uri address, HttpContent? body, (string, string?)[] headers)
    {
        try
        {
            return await client.SendAsync(method, address, body, headers);
        }
        catch (Exception refused) when (refused is HttpRequestException or FormatException or UriFormatException)
        {
            return null;
        }
    }

    /// <summary>Reads until the server closes or cuts the connection.</summary>
    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream);
        try
        {
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private void Check(DocumentedOperation operation, ApiAnswer answer, string sent)
    {
        Assert.True(
            answer.Status < 500 && server.Log.Errors.Count == 0,
            $"Seed {seed}: {operation.Name} answered {answer.Status} {answer.Text} to {sent}\n"
                + server.Log.Errors.LastOrDefault());
    }
}
