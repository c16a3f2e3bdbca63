namespace Ticketing.Telemetry;

/// <summary>What the hosting of the grains logs.</summary>
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
