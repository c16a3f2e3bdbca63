namespace Ticketing.EmbeddedHost;

/// <summary>A continuation of grain code.</summary>
internal sealed class TaskItem(Task task) : WorkItem
{
    public Task Task { get; } = task;
}
