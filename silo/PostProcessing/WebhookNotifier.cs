namespace Ticketing.PostProcessing;

internal sealed class WebhookNotifier(WebhookSender sender, WebhookTarget target) : INotifier
{
    public Task NotifyAsync(Notice notice, CancellationToken late) =>
        sender.SendAsync(target, notice.EventId, notice.What, notice.At, notice.Reservation, late);
}
