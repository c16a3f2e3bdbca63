namespace Ticketing.PostProcessing;

/// <summary>The body of a webhook, as standardwebhooks.com recommends it.</summary>
/// <param name="Type">The topic.</param>
/// <param name="Timestamp">When it happened.</param>
internal sealed record WebhookBody(string Type, DateTimeOffset Timestamp, WebhookReservation Data);
