namespace Ticketing.Telemetry;

internal static partial class PostProcessingLog
{
    [LoggerMessage(500, LogLevel.Information,
        "Fan {UserId} is told {What} of {ReservationId}: {Seats} seats, {Amount} points (event {EventId}).")]
    public static partial void Notified(
        this ILogger log, Guid userId, string what, Guid reservationId, int seats, long amount, Guid eventId);
}
