using Ticketing.Messaging;

namespace Ticketing.Api;

/// <summary>An event that a consumer group could not handle, in a list.</summary>
/// <param name="Group">Which group; others have handled it, or have a dead letter of their own.</param>
/// <param name="Error">How the last attempt failed.</param>
/// <param name="Attempts">How often it was tried.</param>
public sealed record DeadLetterBody(
    Guid EventId,
    string Group,
    string Topic,
    string Key,
    DateTimeOffset OccurredAt,
    DateTimeOffset DeadAt,
    string Error,
    int Attempts)
{
    internal static DeadLetterBody Of(DeadLetter letter) => new(
        letter.Event.EventId,
        letter.Group,
        letter.Event.Topic,
        letter.Event.Key,
        letter.Event.OccurredAt,
        letter.DeadAt,
        letter.Error,
        letter.Attempts.Count);
}
