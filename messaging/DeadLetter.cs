using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>An event that a group could not handle.</summary>
/// <param name="Error">How the last attempt failed.</param>
/// <param name="Attempts">Oldest first, including those from before a replay.</param>
public sealed record DeadLetter(
    OutboxEvent Event, string Group, string Error, IReadOnlyList<FailedAttempt> Attempts, DateTimeOffset DeadAt);

/// <summary>
/// The dead letters and the operators' actions on them. Every method throws
/// <see cref="Storage.StoreUnavailableException"/> when the database cannot be reached.
/// </summary>
public interface IDeadLetters
{
    /// <summary>
    /// Adds the dead letter. One that exists for the same event and group is replaced; its attempts are kept.
    /// </summary>
    Task PutAsync(DeadLetter letter, CancellationToken stopping);

    /// <summary>Newest first.</summary>
    /// <param name="topic">Null for all topics; likewise for the group.</param>
    /// <param name="after">The last letter of the previous page; null for the first page.</param>
    Task<IReadOnlyList<DeadLetter>> ListAsync(
        string? topic, string? group, DeadLetterPosition? after, int limit, CancellationToken cancellation);

    Task<DeadLetter?> FindAsync(Guid eventId, string group, CancellationToken cancellation);

    /// <summary>
    /// Puts the event back into the outbox for the group that failed, in one transaction. False when there is no such
    /// dead letter (any more): of two concurrent replays, one succeeds.
    /// </summary>
    Task<bool> ReplayAsync(Guid eventId, string group, CancellationToken cancellation);

    /// <summary>
    /// Replays all current dead letters of a topic, in the order of their events. Returns their number.
    /// </summary>
    /// <param name="group">Null for all groups.</param>
    Task<int> ReplayAllAsync(string topic, string? group, CancellationToken cancellation);

    /// <summary>Deletes the dead letter; false when there is none.</summary>
    Task<bool> DiscardAsync(Guid eventId, string group, CancellationToken cancellation);
}

/// <summary>As Dapper reads it.</summary>
internal sealed record DeadLetterRow(
    Guid EventId, string GroupName, string Topic, string Key, string Payload, string? TraceParent, DateTime OccurredAt,
    string Error, string Attempts, DateTime DeadAt)
{
    public DeadLetter ToLetter() => new(
        new OutboxEvent(EventId, Topic, Key, Payload, TraceParent, OccurredAt), GroupName, Error,
        AttemptsJson.Read(Attempts), DeadAt);
}

/// <summary>Position in the list of dead letters: the page begins after this one.</summary>
public sealed record DeadLetterPosition(DateTimeOffset DeadAt, Guid EventId, string Group);

/// <summary>A failed attempt of a group to handle an event.</summary>
public sealed record FailedAttempt(DateTimeOffset At, string Error);

/// <summary>The JSON form in which attempts are stored with a dead letter.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FailedAttempt[]))]
internal sealed partial class AttemptsJson : JsonSerializerContext
{
    public static string Write(IEnumerable<FailedAttempt> attempts) =>
        JsonSerializer.Serialize([.. attempts], Default.FailedAttemptArray);

    public static FailedAttempt[] Read(string json) => JsonSerializer.Deserialize(json, Default.FailedAttemptArray)!;
}
