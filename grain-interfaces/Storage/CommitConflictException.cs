namespace Ticketing.Storage;

/// <summary>A row had another version than the commit expected, or existed already. Nothing was written.</summary>
[GenerateSerializer, Alias("CommitConflictException")]
public sealed class CommitConflictException(string message, Exception? inner = null)
    : TicketStoreException(message, inner);
