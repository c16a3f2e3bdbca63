using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Catalog;
using Ticketing.Events;
using Ticketing.Money;
using Ticketing.PostProcessing;
using Ticketing.Reservations;
using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>
/// Posts events as signed webhooks (standardwebhooks.com). A receiver recognizes a duplicate by its <c>webhook-id</c>.
/// </summary>
/// <param name="labels">Null where there is no catalog: seats are then sent without labels.</param>
internal sealed class WebhookSender(
    IHttpClientFactory clients, SalesOptions sales, TimeProvider time, SeatLabels? labels = null)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "webhooks";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <param name="at">When it happened.</param>
    public async Task SendAsync(
        WebhookTarget target, Guid eventId, string topic, DateTimeOffset at, ReservationEvent body,
        CancellationToken late)
    {
        var known = labels is null ? PlanLabels.None : await labels.OfAsync(body.ScheduleId);
        var told = WebhookReservation.Of(body, sales.CodeOf(body.Currency), known);
        using var request = Sign(target, eventId, new WebhookBody(topic, at, told));
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

/// <summary>The address of a webhook and the key that signs it.</summary>
/// <param name="Section">The configuration section; names the target in messages.</param>
internal sealed record WebhookTarget(string Section, Uri Url, byte[] Key)
{
    /// <summary>A name for messages, without path and query, which may hold secrets.</summary>
    public string Name => $"the webhook of {Section} at {Url.GetLeftPart(UriPartial.Authority)}";

    /// <param name="url">A validated address; the secret is validated, too.</param>
    public static WebhookTarget Of(string section, string url, string secret) =>
        new(section, new Uri(url, UriKind.Absolute), WebhookSecret.TryRead(secret)!);

    public static IEnumerable<string> Problems(string section, string url, string secret)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            yield return $"{section}:Url must be an http or https address.";
        else if (address.UserInfo.Length > 0)
            yield return $"{section}:Url must not name a user or a password: messages are signed with the secret.";
        if (WebhookSecret.TryRead(secret) is null)
            yield return $"{section}:Secret must be {WebhookSecret.MinBytes} to {WebhookSecret.MaxBytes} bytes in "
                + "base64, with or without whsec_ before them (openssl rand -base64 32 makes one).";
    }
}

/// <summary>
/// The signing key of a webhook as defined by standardwebhooks.com: 24 to 64 bytes in base64, with or without the
/// prefix <c>whsec_</c>.
/// </summary>
public static class WebhookSecret
{
    public const int MinBytes = 24;
    public const int MaxBytes = 64;
    private const string Prefix = "whsec_";

    /// <summary>Null when the text is not a valid key.</summary>
    public static byte[]? TryRead(string secret)
    {
        var encoded = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var bytes = new byte[MaxBytes];
        return Convert.TryFromBase64String(encoded, bytes, out var length) && length >= MinBytes
            ? bytes[..length]
            : null;
    }
}

/// <summary>The signature of standardwebhooks.com, version 1. Pure.</summary>
public static class WebhookSignature
{
    /// <param name="seconds">Unix time.</param>
    public static string Of(ReadOnlySpan<byte> key, string id, long seconds, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}."));
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, [.. head, .. body]))}";
    }
}

/// <summary>The body of a webhook, as standardwebhooks.com recommends it.</summary>
/// <param name="Type">The topic.</param>
/// <param name="Timestamp">When it happened.</param>
internal sealed record WebhookBody(string Type, DateTimeOffset Timestamp, WebhookReservation Data);

/// <summary>A reservation in the form in which other systems receive it.</summary>
/// <param name="Amount">In minor units of the currency.</param>
/// <param name="Currency">A code of ISO 4217; webhooks of earlier releases did not have it.</param>
/// <param name="MinorUnits">Digits after the decimal point of that currency.</param>
/// <param name="Version">Grows with each change; a webhook with a lower version is older.</param>
internal sealed record WebhookReservation(
    Guid ReservationId,
    Guid ScheduleId,
    Guid UserId,
    ReservationStatus Status,
    PaymentStatus Payment,
    ImmutableArray<WebhookReservation.ReservedSeat> Seats,
    long Amount,
    string? Currency,
    int MinorUnits,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? Reason,
    long Version)
{
    public static WebhookReservation Of(ReservationEvent body, string currency, PlanLabels labels) => new(
        body.ReservationId, body.ScheduleId, body.UserId, body.Status, body.Payment,
        [
            .. labels.InOrder(body.Seats, seat => seat.SeatId)
                .Select(seat => (Seat: seat, Label: labels.Find(seat.SeatId)))
                .Select(one => new ReservedSeat(
                    one.Seat.SeatId.Length == 0 ? null! : one.Seat.SeatId, one.Label?.Block, one.Label?.Row,
                    one.Label?.Number, one.Label?.Text, one.Seat.Category, one.Seat.Price)),
        ],
        body.Amount, currency, Currencies.MinorUnits(currency), body.CreatedAt, body.ExpiresAt, body.Reason,
        body.Version);

    /// <summary>A seat, in the plan's order, or general admission: then everything about seats is null.</summary>
    /// <param name="SeatId">
    /// The plan's <c>seat_guid</c>. General admission leaves it out, because receivers were promised a text.
    /// </param>
    /// <param name="Label">Block, row and number as one line.</param>
    /// <param name="Price">In minor units.</param>
    internal sealed record ReservedSeat(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string SeatId,
        string? Block,
        string? Row,
        string? SeatNumber,
        string? Label,
        string Category,
        long Price);
}

/// <summary>camelCase, with enum names instead of numbers, which other systems do not know.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJson : JsonSerializerContext;
