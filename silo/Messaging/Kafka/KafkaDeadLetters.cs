using System.Globalization;
using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>
/// Shows dead letters to whoever reads Kafka as well: each goes to its topic's <c>.dlq</c>, and only then to where
/// operators find it. It may be there more than once; the headers <c>ce_id</c> and <c>dead-group</c> tell.
/// </summary>
internal sealed class KafkaDeadLetters(IDeadLetters inner, KafkaSender sender, IOptions<KafkaOptions> options)
    : IDeadLetters
{
    public async Task PutAsync(DeadLetter letter, CancellationToken stopping)
    {
        var message = KafkaEnvelope.Of(letter.Event, onlyGroup: null);
        message.Headers.Write("dead-group", letter.Group);
        message.Headers.Write("dead-error", letter.Error);
        message.Headers.Write("dead-attempts", letter.Attempts.Count.ToString(CultureInfo.InvariantCulture));
        message.Headers.Write("dead-at", letter.DeadAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        await sender.SendAsync(options.Value.DeadLetterNameOf(letter.Event.Topic), message, stopping);
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
