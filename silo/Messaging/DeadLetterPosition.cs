namespace Ticketing.Messaging;

/// <summary>Where a page of dead letters begins: after this one.</summary>
public sealed record DeadLetterPosition(DateTimeOffset DeadAt, Guid EventId, string Group);
