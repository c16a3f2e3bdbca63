using Ticketing.Events;
using Ticketing.PostProcessing;
using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>Logs the notice instead of sending it.</summary>
internal sealed class LogNotifier(SalesOptions sales, ILogger<LogNotifier> log) : INotifier
{
    public Task NotifyAsync(Notice notice, CancellationToken late)
    {
        var reservation = notice.Reservation;
        log.Notified(
            notice.UserId, notice.What, reservation.ReservationId, reservation.Seats.Length, reservation.Amount,
            sales.CodeOf(reservation.Currency), notice.EventId);
        return Task.CompletedTask;
    }
}

/// <summary>Sends no notices.</summary>
internal sealed class NoNotifier : INotifier
{
    public Task NotifyAsync(Notice notice, CancellationToken late) => Task.CompletedTask;
}

internal sealed class WebhookNotifier(WebhookSender sender, WebhookTarget target) : INotifier
{
    public Task NotifyAsync(Notice notice, CancellationToken late) =>
        sender.SendAsync(target, notice.EventId, notice.What, notice.At, notice.Reservation, late);
}

/// <summary>Used when no external platform is configured.</summary>
internal sealed class NoPlatform : IExternalPlatform
{
    public Task SendAsync(Delivered<ReservationEvent> sale, CancellationToken late) => Task.CompletedTask;
}

internal sealed class WebhookPlatform(WebhookSender sender, WebhookTarget target) : IExternalPlatform
{
    public Task SendAsync(Delivered<ReservationEvent> sale, CancellationToken late) =>
        sender.SendAsync(target, sale.EventId, sale.Topic, sale.OccurredAt, sale.Body, late);
}
