using Ticketing.Messaging;

namespace Ticketing.Api;

/// <summary>An event that a consumer group could not handle, whole.</summary>
/// <param name="Payload">The body of the event as it travels: JSON in a string, whatever it contains.</param>
/// <param name="TraceParent">W3C trace context of what caused the event.</param>
/// <param name="Attempts">Oldest first.</param>
public sealed record DeadLetterDetailsBody(
    Guid EventId,
    string Group,
    string Topic,
    string Key,
    DateTimeOffset OccurredAt,
    DateTimeOffset DeadAt,
    string Payload,
    string? TraceParent,
    IReadOnlyList<FailedAttempt> Attempts)
{
    internal static DeadLetterDetailsBody Of(DeadLetter letter) => new(
        letter.Event.EventId,
        letter.Group,
        letter.Event.Topic,
        letter.Event.Key,
        letter.Event.OccurredAt,
        letter.DeadAt,
        letter.Event.Payload,
        letter.Event.TraceParent,
        letter.Attempts);
}
