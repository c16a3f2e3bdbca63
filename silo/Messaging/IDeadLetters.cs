namespace Ticketing.Messaging;

/// <summary>
/// What was put away, and what operators do with it. Throws <see cref="Storage.StoreUnavailableException"/>.
/// </summary>
public interface IDeadLetters
{
    /// <summary>Adds it, or replaces the one of the same event and group, keeping its attempts.</summary>
    Task PutAsync(DeadLetter letter, CancellationToken stopping);

    /// <summary>Newest first.</summary>
    /// <param name="topic">Null for all; so is the group.</param>
    /// <param name="after">The last of the page before; null for the first page.</param>
    Task<IReadOnlyList<DeadLetter>> ListAsync(
        string? topic, string? group, DeadLetterPosition? after, int limit, CancellationToken cancellation);

    Task<DeadLetter?> FindAsync(Guid eventId, string group, CancellationToken cancellation);

    /// <summary>
    /// Puts it back into the outbox for the group that had failed, in one transaction; false when it is not there (any
    /// more): of two who replay at once, one does.
    /// </summary>
    Task<bool> ReplayAsync(Guid eventId, string group, CancellationToken cancellation);

    /// <summary>
    /// The same for all of a topic that are dead at the moment, in the order of their events. Answers how many.
    /// </summary>
    /// <param name="group">Null for all groups.</param>
    Task<int> ReplayAllAsync(string topic, string? group, CancellationToken cancellation);

    /// <summary>Forgets it for good; false when it is not there.</summary>
    Task<bool> DiscardAsync(Guid eventId, string group, CancellationToken cancellation);
}
