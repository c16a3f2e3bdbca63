namespace Ticketing.Storage;

/// <summary>A store operation failed; the subclasses say whether anything was written.</summary>
[GenerateSerializer, Alias("TicketStoreException")]
public class TicketStoreException : Exception
{
    public TicketStoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>A row had another version than the commit expected, or already existed. Nothing was written.</summary>
[GenerateSerializer, Alias("CommitConflictException")]
public sealed class CommitConflictException(string message, Exception? inner = null)
    : TicketStoreException(message, inner);

/// <summary>The commit would give a fan more seats than the purchase limit. Nothing was written.</summary>
[GenerateSerializer, Alias("FanLimitException")]
public sealed class FanLimitException(string message, Exception? inner = null)
    : TicketStoreException(message, inner);

/// <summary>
/// The connection broke during the commit, which may or may not have been written. Read the rows before deciding.
/// </summary>
[GenerateSerializer, Alias("CommitOutcomeUnknownException")]
public sealed class CommitOutcomeUnknownException(string message, Exception? inner = null)
    : TicketStoreException(message, inner);

/// <summary>
/// The database refuses the content of the commit, and would refuse it again. Nothing was written; it is a bug.
/// </summary>
[GenerateSerializer, Alias("CommitRefusedException")]
public sealed class CommitRefusedException(string message, Exception? inner = null)
    : TicketStoreException(message, inner);

/// <summary>Too many commits or loads are waiting. Nothing was written; retry after a second.</summary>
[GenerateSerializer, Alias("StoreOverloadedException")]
public sealed class StoreOverloadedException(string message, Exception? inner = null)
    : TicketStoreException(message, inner);

/// <summary>The database was unreachable or refused the operation. Nothing was written.</summary>
[GenerateSerializer, Alias("StoreUnavailableException")]
public sealed class StoreUnavailableException(string message, Exception? inner = null)
    : TicketStoreException(message, inner);
