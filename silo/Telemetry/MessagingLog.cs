namespace Ticketing.Telemetry;

/// <summary>Every log message of events on their way.</summary>
internal static partial class MessagingLog
{
    [LoggerMessage(400, LogLevel.Warning, "{Group} could not handle {Topic} {EventId}; trying again.")]
    public static partial void HandlingFailed(
        this ILogger log, string group, string topic, Guid eventId, Exception exception);

    [LoggerMessage(401, LogLevel.Warning,
        "{Group} is held up by the store or the grain host; its events are tried again as long as that lasts.")]
    public static partial void Hindered(this ILogger log, string group, Exception exception);

    [LoggerMessage(402, LogLevel.Information, "{Group} goes on.")]
    public static partial void GoesOn(this ILogger log, string group);

    [LoggerMessage(403, LogLevel.Error,
        "{Group} gave up {Topic} {EventId} after {Attempts} attempts; it stands in the dead letters: {Error}")]
    public static partial void PutAway(
        this ILogger log, string group, string topic, Guid eventId, int attempts, string error);

    [LoggerMessage(404, LogLevel.Warning,
        "{Group} could not write the dead letter of {EventId}; trying again until it is written.")]
    public static partial void PuttingAwayFailed(this ILogger log, string group, Guid eventId, Exception exception);

    [LoggerMessage(405, LogLevel.Critical,
        "{Group} failed in its own code; what waits for one of its grains is not handled until a restart.")]
    public static partial void LaneBroke(this ILogger log, string group, Exception exception);

    [LoggerMessage(410, LogLevel.Warning,
        "The relay lost the database or the transport; nothing is handed out until it is back.")]
    public static partial void RelayLost(this ILogger log, Exception exception);

    [LoggerMessage(411, LogLevel.Information, "The relay has {Shards} of {All} shards of the outbox; {Members} share.")]
    public static partial void Shares(this ILogger log, int shards, int all, int members);

    [LoggerMessage(412, LogLevel.Information, "{Events} events are under way at the stop; they go again elsewhere.")]
    public static partial void RelayLeavesEvents(this ILogger log, int events);

    [LoggerMessage(420, LogLevel.Information, "Forgot {Rows} rows on events of long ago.")]
    public static partial void Pruned(this ILogger log, int rows);

    [LoggerMessage(421, LogLevel.Warning, "Could not forget events of long ago; trying again in an hour.")]
    public static partial void PruningFailed(this ILogger log, Exception exception);
}
