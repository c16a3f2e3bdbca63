namespace Ticketing.Storage;

/// <summary>Too many commits or loads are waiting. Nothing was written; try again in a second.</summary>
[GenerateSerializer, Alias("StoreOverloadedException")]
public sealed class StoreOverloadedException(string message, Exception? inner = null)
    : TicketStoreException(message, inner);
