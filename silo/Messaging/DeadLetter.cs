using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>An event that a group could not handle.</summary>
/// <param name="Error">How the last attempt failed.</param>
/// <param name="Attempts">Oldest first; those of earlier lives, before a replay, included.</param>
public sealed record DeadLetter(
    OutboxEvent Event, string Group, string Error, IReadOnlyList<FailedAttempt> Attempts, DateTimeOffset DeadAt);
