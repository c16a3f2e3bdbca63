using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>As Dapper reads it.</summary>
internal sealed record DeadLetterRow(
    Guid EventId, string GroupName, string Topic, string Key, string Payload, string? TraceParent, DateTime OccurredAt,
    string Error, string Attempts, DateTime DeadAt)
{
    public DeadLetter ToLetter() => new(
        new OutboxEvent(EventId, Topic, Key, Payload, TraceParent, OccurredAt), GroupName, Error,
        AttemptsJson.Read(Attempts), DeadAt);
}
