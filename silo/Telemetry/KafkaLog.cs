namespace Ticketing.Telemetry;

/// <summary>Every log message of the Kafka transport.</summary>
internal static partial class KafkaLog
{
    [LoggerMessage(600, LogLevel.Debug, "librdkafka {Facility}: {Line}")]
    public static partial void Client(this ILogger log, string facility, string line);

    [LoggerMessage(601, LogLevel.Debug, "librdkafka: {Error}")]
    public static partial void ClientError(this ILogger log, string error);

    [LoggerMessage(602, LogLevel.Warning,
        "Kafka did not take an event of {Topic} ({Error}); events wait in the outbox and are tried again.")]
    public static partial void SendFailed(this ILogger log, string topic, string error);

    [LoggerMessage(603, LogLevel.Information, "Kafka takes events again.")]
    public static partial void SendsAgain(this ILogger log);

    [LoggerMessage(604, LogLevel.Warning, "The consumer of group {Group} has trouble: {Error}")]
    public static partial void ConsumerTroubled(this ILogger log, string group, string error);

    [LoggerMessage(605, LogLevel.Information, "The consumer of group {Group} works again.")]
    public static partial void ConsumesAgain(this ILogger log, string group);

    [LoggerMessage(606, LogLevel.Error, "The consumer of group {Group} broke off; a new one takes its place.")]
    public static partial void ConsumerFailed(this ILogger log, string group, Exception exception);

    [LoggerMessage(607, LogLevel.Warning,
        "Some consumers did not leave their groups in time; others get their partitions when the session has run out.")]
    public static partial void LeftUndone(this ILogger log);

    [LoggerMessage(608, LogLevel.Information, "Group {Group} was given {Partitions} partitions.")]
    public static partial void Assigned(this ILogger log, string group, int partitions);

    [LoggerMessage(609, LogLevel.Information, "Group {Group} gave back {Partitions} partitions.")]
    public static partial void Revoked(this ILogger log, string group, int partitions);

    [LoggerMessage(610, LogLevel.Warning, "Group {Group} lost {Partitions} partitions: it was silent for too long.")]
    public static partial void Lost(this ILogger log, string group, int partitions);

    [LoggerMessage(611, LogLevel.Information, "Made {Count} Kafka topics: {Topics}")]
    public static partial void TopicsMade(this ILogger log, int count, string topics);

    [LoggerMessage(612, LogLevel.Warning,
        "{Topics} have not the {Partitions} partitions of PartitionsPerTopic, and keep what they have.")]
    public static partial void OtherPartitions(this ILogger log, string topics, int partitions);

    [LoggerMessage(613, LogLevel.Warning,
        "No Kafka broker of {Servers} answers ({Error}); events wait in the outbox until one does.")]
    public static partial void BrokersAway(this ILogger log, string servers, string error);

    [LoggerMessage(614, LogLevel.Error, "{Complaint} Looking again every {Seconds} s.")]
    public static partial void TopicsWrong(this ILogger log, string complaint, int seconds);
}
