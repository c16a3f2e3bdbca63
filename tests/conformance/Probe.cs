using System.Collections.Concurrent;

namespace Ticketing.Tests.Conformance;

/// <summary>Records the events in the grains, in order, and holds the gates that grains wait at.</summary>
public sealed class Probe
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = new();
    private readonly ConcurrentQueue<string> notes = new();
    private readonly ConcurrentDictionary<int, bool> threads = new();

    public string[] Notes => [.. notes];

    /// <summary>The threads on which grain code ran.</summary>
    public int[] Threads => [.. threads.Keys];

    public void Note(string text)
    {
        threads[Environment.CurrentManagedThreadId] = true;
        notes.Enqueue(text);
    }

    public void Clear() => notes.Clear();

    public Task Gate(string name) => Source(name).Task;

    public void Open(string name) => Source(name).TrySetResult();

    public void Break(string name, Exception exception) => Source(name).TrySetException(exception);

    private TaskCompletionSource Source(string name) => gates.GetOrAdd(
        name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
