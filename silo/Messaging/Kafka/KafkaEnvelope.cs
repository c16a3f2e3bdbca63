using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>
/// An event as a message: CloudEvents 1.0 in Kafka's binary mode (headers <c>ce_*</c>, the body as it is), the trace
/// context, and the one group it is for.
/// </summary>
internal static class KafkaEnvelope
{
    public const string Id = "ce_id";
    public const string OnlyGroup = "only-group";
    public const string TraceParent = "traceparent";

    private const string SpecVersion = "ce_specversion";
    private const string Type = "ce_type";
    private const string Source = "ce_source";
    private const string Time = "ce_time";
    private const string ContentType = "content-type";

    public static Message<string, string> Of(OutboxEvent carried, string? onlyGroup)
    {
        var headers = new Headers();
        headers.Write(SpecVersion, "1.0");
        headers.Write(Id, carried.EventId.ToString());
        headers.Write(Type, carried.Topic);
        headers.Write(Source, "/orleans-ticketing");
        headers.Write(Time, carried.OccurredAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        headers.Write(ContentType, "application/json");
        if (carried.TraceParent is { } traceParent) headers.Write(TraceParent, traceParent);
        if (onlyGroup is not null) headers.Write(OnlyGroup, onlyGroup);
        return new Message<string, string> { Key = carried.Key, Value = carried.Payload, Headers = headers };
    }

    /// <summary>
    /// Takes what others have written as well: what is no event of ours has an id all the same, by which it can be
    /// found in the dead letters.
    /// </summary>
    /// <param name="topic">Without what names at the brokers begin with.</param>
    public static OutboxEvent Read(ConsumeResult<string, string> result, string topic)
    {
        var message = result.Message;
        return new OutboxEvent(
            Guid.TryParse(message.Headers.Find(Id), out var id) ? id : IdOf(result.TopicPartitionOffset),
            topic,
            message.Key ?? "",
            message.Value ?? "",
            message.Headers.Find(TraceParent),
            DateTimeOffset.TryParse(
                message.Headers.Find(Time), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : new DateTimeOffset(message.Timestamp.UtcDateTime));
    }

    public static string? Find(this Headers? headers, string name) =>
        headers is not null && headers.TryGetLastBytes(name, out var value) && value is not null
            ? Encoding.UTF8.GetString(value)
            : null;

    public static void Write(this Headers headers, string name, string value) =>
        headers.Add(name, Encoding.UTF8.GetBytes(value));

    private static Guid IdOf(TopicPartitionOffset place) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{place.Topic}/{place.Partition.Value}/{place.Offset.Value}"))
            .AsSpan(0, 16));
}
