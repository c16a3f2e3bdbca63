namespace Ticketing.Telemetry;

internal static partial class RecoveryLog
{
    [LoggerMessage(300, LogLevel.Information, "Brought on {Count} reservations that were left behind.")]
    public static partial void Swept(this ILogger log, int count);

    [LoggerMessage(301, LogLevel.Warning, "Could not look for reservations left behind; trying every second.")]
    public static partial void SweepFailed(this ILogger log, Exception exception);

    [LoggerMessage(303, LogLevel.Information, "Reservations that were left behind are looked for again.")]
    public static partial void SweepsAgain(this ILogger log);

    [LoggerMessage(302, LogLevel.Warning, "Reservation {ReservationId} could not be brought on; trying again.")]
    public static partial void DriveFailed(this ILogger log, Guid reservationId, Exception exception);

    [LoggerMessage(304, LogLevel.Warning, "Queue {ScheduleId} could not be brought on; trying again.")]
    public static partial void DriveQueueFailed(this ILogger log, Guid scheduleId, Exception exception);

    [LoggerMessage(305, LogLevel.Warning, "Order {OrderId} could not be brought on; trying again.")]
    public static partial void DriveOrderFailed(this ILogger log, Guid orderId, Exception exception);

    [LoggerMessage(306, LogLevel.Warning, "{Category} for {ReservationId} could not be given back; trying again.")]
    public static partial void DriveTakeFailed(
        this ILogger log, Guid reservationId, string category, Exception exception);
}
