namespace Ticketing.EmbeddedHost;

/// <summary>Stands in an empty mailbox for which no thread has been asked.</summary>
internal sealed class IdleMark : WorkItem
{
    public static readonly IdleMark Instance = new();
}
