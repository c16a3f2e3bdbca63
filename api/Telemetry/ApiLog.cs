namespace Ticketing.Api;

/// <summary>Every log message of the API.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed with a bug; the client was given trace {TraceId}")]
    public static partial void Bug(ILogger logger, Exception exception, string method, string path, string traceId);

    // Debug: whoever could not answer has said so in its own log, once; an outage would repeat it for every request.
    [LoggerMessage(2, LogLevel.Debug, "{Method} {Path} was answered 503")]
    public static partial void Unavailable(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(3, LogLevel.Information, "{Count} operators from the configuration can sign in")]
    public static partial void OperatorsReady(ILogger logger, int count);

    [LoggerMessage(4, LogLevel.Warning, "{Count} accounts are operators no longer: they are not configured")]
    public static partial void OperatorsDismissed(ILogger logger, int count);

    [LoggerMessage(5, LogLevel.Error, "A seat map could not be looked at; who watches it sees it as it was")]
    public static partial void SeatMapNotSeen(this ILogger logger, Exception exception);
}
