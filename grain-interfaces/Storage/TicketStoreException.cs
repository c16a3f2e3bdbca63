namespace Ticketing.Storage;

/// <summary>The store could not do what it was asked; the kinds below say what is known of the outcome.</summary>
[GenerateSerializer, Alias("TicketStoreException")]
public class TicketStoreException : Exception
{
    public TicketStoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
