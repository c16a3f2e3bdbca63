namespace Ticketing.Storage;

/// <summary>The database could not be reached or refused. Nothing was written.</summary>
[GenerateSerializer, Alias("StoreUnavailableException")]
public sealed class StoreUnavailableException(string message, Exception? inner = null)
    : TicketStoreException(message, inner);
