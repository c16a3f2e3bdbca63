namespace Ticketing.EmbeddedHost;

/// <summary>Something the host does as a turn of the activation.</summary>
internal sealed class ActionItem(Action action) : WorkItem
{
    public Action Action { get; } = action;
}
