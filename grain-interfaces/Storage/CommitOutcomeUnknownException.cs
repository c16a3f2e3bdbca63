namespace Ticketing.Storage;

/// <summary>
/// The connection broke while committing: it may or may not have been written. Read before deciding.
/// </summary>
[GenerateSerializer, Alias("CommitOutcomeUnknownException")]
public sealed class CommitOutcomeUnknownException(string message, Exception? inner = null)
    : TicketStoreException(message, inner);
