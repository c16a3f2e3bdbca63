namespace Ticketing.Messaging;

/// <summary>Every log message of the relay and the consumer groups.</summary>
internal static partial class MessagingLog
{
    [LoggerMessage(400, LogLevel.Warning, "{Group} could not handle {Topic} {EventId}; retrying.")]
    public static partial void HandlingFailed(
        this ILogger log, string group, string topic, Guid eventId, Exception exception);

    [LoggerMessage(401, LogLevel.Warning,
        "{Group} failed because of the store or the grain host; its events are retried until that has recovered.")]
    public static partial void Hindered(this ILogger log, string group, Exception exception);

    [LoggerMessage(402, LogLevel.Information, "{Group} handles events again.")]
    public static partial void GoesOn(this ILogger log, string group);

    [LoggerMessage(403, LogLevel.Error,
        "{Group} gave up {Topic} {EventId} after {Attempts} attempts; now a dead letter: {Error}")]
    public static partial void PutAway(
        this ILogger log, string group, string topic, Guid eventId, int attempts, string error);

    [LoggerMessage(404, LogLevel.Warning,
        "{Group} could not write the dead letter of {EventId}; retrying until it is written.")]
    public static partial void PuttingAwayFailed(this ILogger log, string group, Guid eventId, Exception exception);

    [LoggerMessage(405, LogLevel.Critical,
        "{Group} failed in its own code; events for one of its grains wait for a restart.")]
    public static partial void BatchBroke(this ILogger log, string group, Exception exception);

    [LoggerMessage(410, LogLevel.Warning,
        "The relay lost the database or the transport; it delivers no events until both work again.")]
    public static partial void RelayLost(this ILogger log, Exception exception);

    [LoggerMessage(411, LogLevel.Information, "The relay owns {Shards} of {All} outbox shards ({Members} relays).")]
    public static partial void Shares(this ILogger log, int shards, int all, int members);

    [LoggerMessage(412, LogLevel.Information, "{Events} events are in flight at the stop; they are delivered again.")]
    public static partial void RelayLeavesEvents(this ILogger log, int events);

    [LoggerMessage(413, LogLevel.Warning,
        "The relay holds {Events} unfinished events, the most that it may; further events wait in the outbox, for all "
        + "groups. The metric ticketing_consumer_lag shows which group is behind.")]
    public static partial void RelayFull(this ILogger log, int events);

    [LoggerMessage(420, LogLevel.Information, "Deleted {Rows} rows about old events.")]
    public static partial void Pruned(this ILogger log, int rows);

    [LoggerMessage(421, LogLevel.Warning, "Could not delete rows about old events; retrying in an hour.")]
    public static partial void PruningFailed(this ILogger log, Exception exception);
}

/// <summary>Every log message of the Kafka transport.</summary>
internal static partial class KafkaLog
{
    [LoggerMessage(600, LogLevel.Debug, "librdkafka {Facility}: {Line}")]
    public static partial void Client(this ILogger log, string facility, string line);

    [LoggerMessage(601, LogLevel.Debug, "librdkafka: {Error}")]
    public static partial void ClientError(this ILogger log, string error);

    [LoggerMessage(602, LogLevel.Warning,
        "Kafka did not take an event of {Topic} ({Error}); events wait in the outbox and are retried.")]
    public static partial void SendFailed(this ILogger log, string topic, string error);

    [LoggerMessage(603, LogLevel.Information, "Kafka accepts events again.")]
    public static partial void SendsAgain(this ILogger log);

    [LoggerMessage(604, LogLevel.Warning, "The consumer of group {Group} has a problem: {Error}")]
    public static partial void ConsumerTroubled(this ILogger log, string group, string error);

    [LoggerMessage(605, LogLevel.Information, "The consumer of group {Group} works again.")]
    public static partial void ConsumesAgain(this ILogger log, string group);

    [LoggerMessage(606, LogLevel.Error, "The consumer of group {Group} broke off; a new one takes its place.")]
    public static partial void ConsumerFailed(this ILogger log, string group, Exception exception);

    [LoggerMessage(607, LogLevel.Warning,
        "Some consumers did not leave their groups in time; their partitions move when the session times out.")]
    public static partial void LeftUndone(this ILogger log);

    [LoggerMessage(608, LogLevel.Information, "Group {Group} was assigned {Partitions} partitions.")]
    public static partial void Assigned(this ILogger log, string group, int partitions);

    [LoggerMessage(609, LogLevel.Information, "Group {Group} returned {Partitions} partitions.")]
    public static partial void Revoked(this ILogger log, string group, int partitions);

    [LoggerMessage(610, LogLevel.Warning, "Group {Group} lost {Partitions} partitions: its session timed out.")]
    public static partial void Lost(this ILogger log, string group, int partitions);

    [LoggerMessage(611, LogLevel.Information, "Created {Count} Kafka topics: {Topics}")]
    public static partial void TopicsMade(this ILogger log, int count, string topics);

    [LoggerMessage(612, LogLevel.Warning,
        "{Topics} do not have the {Partitions} partitions of PartitionsPerTopic; their number is not changed.")]
    public static partial void OtherPartitions(this ILogger log, string topics, int partitions);

    [LoggerMessage(613, LogLevel.Warning,
        "No Kafka broker of {Servers} answers ({Error}); events wait in the outbox until one does.")]
    public static partial void BrokersAway(this ILogger log, string servers, string error);

    [LoggerMessage(615, LogLevel.Warning,
        "The dead letter of {Topic} {EventId} is stored in Postgres only: {Error}")]
    public static partial void DeadLetterRefused(this ILogger log, string topic, Guid eventId, string error);

    [LoggerMessage(616, LogLevel.Warning,
        "Group {Group} goes on at {Offset}, below what it had handled: the topic was created again, or brokers lost "
        + "its end.")]
    public static partial void OffsetsBeganAgain(this ILogger log, string group, string offset);

    [LoggerMessage(614, LogLevel.Error, "{Complaint} Checking again every {Seconds} s.")]
    public static partial void TopicsWrong(this ILogger log, string complaint, int seconds);
}

internal static partial class PostProcessingLog
{
    // Debug: a sale would fill the console. Turn it on by Logging:LogLevel:Ticketing.Messaging.LogNotifier=Debug.
    [LoggerMessage(500, LogLevel.Debug,
        "Notified fan {UserId} of {What}, {ReservationId}: {Seats} seats, {Amount} minor units of "
        + "{Currency} (event {EventId}).")]
    public static partial void Notified(
        this ILogger log, Guid userId, string what, Guid reservationId, int seats, long amount, string currency,
        Guid eventId);
}
