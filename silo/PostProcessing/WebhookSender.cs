using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>
/// Posts events as signed webhooks (standardwebhooks.com). Who gets one twice knows it by its <c>webhook-id</c>.
/// </summary>
internal sealed class WebhookSender(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "webhooks";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <param name="at">When it happened.</param>
    public async Task SendAsync(
        WebhookTarget target, Guid eventId, string topic, DateTimeOffset at, ReservationEvent body,
        CancellationToken late)
    {
        using var request = Sign(target, eventId, new WebhookBody(topic, at, WebhookReservation.Of(body)));
        try
        {
            using var client = clients.CreateClient(Client);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late);
            if (answer.IsSuccessStatusCode)
                return;
            throw new SendFailedException(
                $"{topic} {eventId} was sent to {target.Name}, which answered {(int)answer.StatusCode}.");
        }
        catch (HttpRequestException e)
        {
            throw new SendFailedException(
                $"{topic} {eventId} could not be sent to {target.Name}: {e.HttpRequestError}.", e);
        }
        catch (OperationCanceledException e)
        {
            throw new SendFailedException($"{topic} {eventId} was sent to {target.Name}, which did not answer.", e);
        }
    }

    private HttpRequestMessage Sign(WebhookTarget target, Guid eventId, WebhookBody body)
    {
        var id = eventId.ToString("D");
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, WebhookJson.Default.WebhookBody);
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url)
        {
            Content = new ByteArrayContent(bytes) { Headers = { ContentType = Json } },
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(target.Key, id, seconds, bytes));
        return request;
    }
}
