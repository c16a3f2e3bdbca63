using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

/// <summary>A stream of server-sent events, without their comments.</summary>
public sealed record EventStream(HttpResponseMessage Answer, StreamReader Reader) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="path">Relative to <c>/api/v1</c>.</param>
    /// <param name="token">Of a fan who is signed in.</param>
    public static async Task<EventStream> OpenAsync(
        HttpClient http, string path, string? lastEventId = null, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/api/v1{path}", UriKind.Relative));
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new EventStream(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    public async Task<SentEvent> NextAsync()
    {
        var (name, id) = ("", "");
        while (true)
        {
            var line = await Reader.ReadLineAsync().WaitAsync(Patience)
                ?? throw new EndOfStreamException("the stream has ended");
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line["event: ".Length..];
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line["id: ".Length..];
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return new SentEvent(name, id, JsonNode.Parse(line["data: ".Length..])!);
        }
    }

    /// <summary>The next event that is none of these.</summary>
    public async Task<SentEvent> NextAsync(params string[] except)
    {
        while (true)
        {
            var next = await NextAsync();
            if (!except.Contains(next.Name))
                return next;
        }
    }

    /// <summary>Reads until the stream ends.</summary>
    public async Task<string> RestAsync() => await Reader.ReadToEndAsync().WaitAsync(Patience);

    public void Dispose()
    {
        Reader.Dispose();
        Answer.Dispose();
    }
}
