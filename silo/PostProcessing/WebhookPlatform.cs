using Ticketing.Events;

namespace Ticketing.PostProcessing;

internal sealed class WebhookPlatform(WebhookSender sender, WebhookTarget target) : IExternalPlatform
{
    public Task SendAsync(Delivered<ReservationEvent> sale, CancellationToken late) =>
        sender.SendAsync(target, sale.EventId, sale.Topic, sale.OccurredAt, sale.Body, late);
}
