using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>
/// An event as a Kafka message: CloudEvents 1.0 in binary mode (headers <c>ce_*</c>, the payload unchanged), the trace
/// context, and the only group that it is for, if any.
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
    /// Also reads messages that other programs have written. A message without a valid event id gets one that is
    /// derived from its position, by which it can be found in the dead letters.
    /// </summary>
    /// <param name="topic">Without the prefix of the names at the brokers.</param>
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

/// <summary>
/// Publishes dead letters to Kafka as well: each is sent to its topic's <c>.dlq</c> and then stored in Postgres, where
/// operators find it. It may be published more than once; the headers <c>ce_id</c> and <c>dead-group</c> identify it.
/// One that Kafka refuses is only in Postgres.
/// </summary>
internal sealed class KafkaDeadLetters(
    IDeadLetters inner, KafkaSender sender, IOptions<KafkaOptions> options, ILogger<KafkaDeadLetters> log)
    : IDeadLetters
{
    public async Task PutAsync(DeadLetter letter, CancellationToken stopping)
    {
        var message = KafkaEnvelope.Of(letter.Event, onlyGroup: null);
        message.Headers.Write("dead-group", letter.Group);
        message.Headers.Write("dead-error", letter.Error);
        message.Headers.Write("dead-attempts", letter.Attempts.Count.ToString(CultureInfo.InvariantCulture));
        message.Headers.Write("dead-at", letter.DeadAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        try
        {
            await sender.SendAsync(options.Value.DeadLetterNameOf(letter.Event.Topic), message, stopping);
        }
        catch (MessageRefusedException refused)
        {
            log.DeadLetterRefused(letter.Event.Topic, letter.Event.EventId, refused.Message);
        }

        await inner.PutAsync(letter, stopping);
    }

    public Task<IReadOnlyList<DeadLetter>> ListAsync(
        string? topic, string? group, DeadLetterPosition? after, int limit, CancellationToken cancellation) =>
        inner.ListAsync(topic, group, after, limit, cancellation);

    public Task<DeadLetter?> FindAsync(Guid eventId, string group, CancellationToken cancellation) =>
        inner.FindAsync(eventId, group, cancellation);

    public Task<bool> ReplayAsync(Guid eventId, string group, CancellationToken cancellation) =>
        inner.ReplayAsync(eventId, group, cancellation);

    public Task<int> ReplayAllAsync(string topic, string? group, CancellationToken cancellation) =>
        inner.ReplayAllAsync(topic, group, cancellation);

    public Task<bool> DiscardAsync(Guid eventId, string group, CancellationToken cancellation) =>
        inner.DiscardAsync(eventId, group, cancellation);
}
