using System.Text;
using System.Text.Json;

namespace Ticketing.Api;

/// <summary>Writes server-sent events of several sources to one response, one whole event at a time.</summary>
internal sealed class EventWriter(HttpResponse response, JsonSerializerOptions json, CancellationToken until)
    : IDisposable
{
    private readonly SemaphoreSlim writing = new(1);

    /// <summary>Sends the headers, which are set, and when to come back.</summary>
    public Task BeginAsync() => WriteAsync(EventStreamHead.Retry(), default);

    /// <summary>Not an overload: it would be chosen for bytes that are JSON already.</summary>
    public Task SendBodyAsync<T>(string name, T body) =>
        SendAsync(name, JsonSerializer.SerializeToUtf8Bytes(body, json));

    /// <param name="data">JSON on one line.</param>
    /// <param name="id">The client sends it back to continue from this event.</param>
    public Task SendAsync(string name, ReadOnlyMemory<byte> data, string? id = null) =>
        WriteAsync(id is null ? $"event: {name}\ndata: " : $"id: {id}\nevent: {name}\ndata: ", data);

    public void Dispose() => writing.Dispose();

    private async Task WriteAsync(string head, ReadOnlyMemory<byte> data)
    {
        await writing.WaitAsync(until);
        try
        {
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(head), until);
            if (!data.IsEmpty)
            {
                await response.Body.WriteAsync(data, until);
                await response.Body.WriteAsync("\n\n"u8.ToArray(), until);
            }

            await response.Body.FlushAsync(until);
        }
        finally
        {
            writing.Release();
        }
    }
}
