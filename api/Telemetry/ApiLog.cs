using System.Diagnostics.Metrics;

namespace Ticketing.Api;

/// <summary>Every log message of the API.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed with a bug; the client was given trace {TraceId}")]
    public static partial void Bug(ILogger logger, Exception exception, string method, string path, string traceId);

    // Debug: the component that could not answer logs that once; an outage would repeat it here for every request.
    [LoggerMessage(2, LogLevel.Debug, "{Method} {Path} was answered 503")]
    public static partial void Unavailable(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(3, LogLevel.Information, "{Count} operators from the configuration can sign in")]
    public static partial void OperatorsReady(ILogger logger, int count);

    [LoggerMessage(4, LogLevel.Warning, "{Count} accounts are no longer operators: they are not configured")]
    public static partial void OperatorsDismissed(ILogger logger, int count);

    [LoggerMessage(5, LogLevel.Error, "A seat map could not be read; its watchers keep the last version")]
    public static partial void SeatMapNotSeen(this ILogger logger, Exception exception);
}

/// <summary>The measurements of the API besides ASP.NET's.</summary>
internal sealed class ApiMeters : IDisposable
{
    public const string MeterName = "Ticketing.Api";

    private readonly Meter meter;
    private readonly Counter<long> refusals;

    public ApiMeters(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);
        refusals = meter.CreateCounter<long>(
            "ticketing.refusals", "{request}", "Requests that were answered by a problem, by its type.");
    }

    public void Dispose() => meter.Dispose();

    public void Refused(ProblemType type) =>
        refusals.Add(
            1,
            new KeyValuePair<string, object?>("problem", type.Name),
            new KeyValuePair<string, object?>("status", type.Status));
}
