using Ticketing.Telemetry;

namespace Ticketing.PostProcessing;

/// <summary>Says in the log what a fan would be told.</summary>
internal sealed class LogNotifier(ILogger<LogNotifier> log) : INotifier
{
    public Task NotifyAsync(Notice notice, CancellationToken late)
    {
        var reservation = notice.Reservation;
        log.Notified(
            notice.UserId, notice.What, reservation.ReservationId, reservation.Seats.Length, reservation.Amount,
            notice.EventId);
        return Task.CompletedTask;
    }
}
