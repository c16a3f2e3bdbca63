using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Ticketing.Tests.Api;

/// <summary>A client of the API; paths are relative to <c>/api/v1</c>.</summary>
public sealed class ApiClient(HttpClient http, string? token)
{
    public string? Token => token;

    public Task<ApiAnswer> GetAsync(string path, string? ifNoneMatch = null) =>
        SendAsync(HttpMethod.Get, path, null, ("If-None-Match", ifNoneMatch));

    public Task<ApiAnswer> PostAsync(string path, object? body, string? key = null) =>
        SendAsync(HttpMethod.Post, path, body, ("Idempotency-Key", key));

    public Task<ApiAnswer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    public Task<ApiAnswer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<ApiAnswer> DeleteAsync(string path, object? body = null) => SendAsync(HttpMethod.Delete, path, body);

    public Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, object? body, params (string Name, string? Value)[] headers)
    {
        var content = body switch
        {
            null => null,
            HttpContent given => given,
            string json => new StringContent(json, Encoding.UTF8, "application/json"),
            _ => new StringContent(
                JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json"),
        };
        return SendAsync(method, new Uri($"/api/v1{path}", UriKind.Relative), content, headers);
    }

    /// <summary>Sends headers as they are, valid or not; null ones are not sent.</summary>
    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, Uri address, HttpContent? content, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Content = content;
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request);
        return new ApiAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.MediaType,
            response.Headers);
    }
}
