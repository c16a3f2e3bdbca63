namespace Ticketing.EmbeddedHost;

/// <summary>
/// Something in the mailbox of an activation. It links itself, so that a mailbox costs no memory when empty.
/// </summary>
internal abstract class WorkItem
{
    /// <summary>In the incoming stack the older neighbour; in every other list the younger one.</summary>
    public WorkItem? Next;

    /// <summary>How many items lay in the incoming stack with this one.</summary>
    public int Depth;
}
