namespace Ticketing.Messaging;

/// <summary>When a group tried to handle an event, and what came of it.</summary>
public sealed record FailedAttempt(DateTimeOffset At, string Error);
