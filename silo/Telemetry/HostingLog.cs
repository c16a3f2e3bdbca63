namespace Ticketing.Silo;

/// <summary>Log messages of the hosting.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(900, LogLevel.Information,
        "The certificate of this member is {Subject}, serial number {SerialNumber}, valid until {NotAfter:u}.")]
    public static partial void CertificateRead(
        this ILogger log, string subject, string serialNumber, DateTime notAfter);

    [LoggerMessage(901, LogLevel.Warning,
        "The certificate with serial number {SerialNumber} stays in use: {Reason}")]
    public static partial void CertificateNotReplaced(this ILogger log, string serialNumber, string reason);

    [LoggerMessage(902, LogLevel.Warning,
        "Refused a connection: the certificate of {Subject}, issued by {Issuer}, is not a member's ({Reasons}).")]
    public static partial void PeerRefused(this ILogger log, string subject, string issuer, string reasons);
}

internal static partial class RecoveryLog
{
    [LoggerMessage(300, LogLevel.Information, "Resumed {Count} overdue reservations.")]
    public static partial void Swept(this ILogger log, int count);

    [LoggerMessage(301, LogLevel.Warning, "Could not look for overdue reservations; retrying every second.")]
    public static partial void SweepFailed(this ILogger log, Exception exception);

    [LoggerMessage(303, LogLevel.Information, "Overdue reservations are looked for again.")]
    public static partial void SweepsAgain(this ILogger log);

    [LoggerMessage(302, LogLevel.Warning, "Reservation {ReservationId} could not be resumed; retrying.")]
    public static partial void DriveFailed(this ILogger log, Guid reservationId, Exception exception);

    [LoggerMessage(304, LogLevel.Warning, "Queue {ScheduleId} could not be resumed; retrying.")]
    public static partial void DriveQueueFailed(this ILogger log, Guid scheduleId, Exception exception);

    [LoggerMessage(305, LogLevel.Warning, "Order {OrderId} could not be resumed; retrying.")]
    public static partial void DriveOrderFailed(this ILogger log, Guid orderId, Exception exception);

    [LoggerMessage(307, LogLevel.Information, "Removed {Count} places in queues of past events.")]
    public static partial void PlacesRemoved(this ILogger log, int count);

    [LoggerMessage(308, LogLevel.Warning, "Places of past events could not be removed; retrying in an hour.")]
    public static partial void PlacesNotRemoved(this ILogger log, Exception exception);

    [LoggerMessage(306, LogLevel.Warning, "{Category} for {ReservationId} could not be released; retrying.")]
    public static partial void DriveTakeFailed(
        this ILogger log, Guid reservationId, string category, Exception exception);
}
