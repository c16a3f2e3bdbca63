using Ticketing.EmbeddedHost;

namespace Ticketing.Tests.Simulation;

/// <summary>
/// Everything that is ready to run, in one list. Which comes next is drawn from the seed, so that a seed is one
/// interleaving, and the same seed the same one.
/// </summary>
internal sealed class OneThread(Random random) : SynchronizationContext, ITurnScheduler
{
    private readonly List<Action> ready = [];
    private readonly int thread = Environment.CurrentManagedThreadId;

    public void Schedule(IThreadPoolWorkItem turns) => Add(turns.Execute);

    public override void Post(SendOrPostCallback callback, object? state) => Add(() => callback(state));

    public override void Send(SendOrPostCallback callback, object? state) =>
        throw new NotSupportedException("A simulation never blocks.");

    /// <summary>False when nothing is ready.</summary>
    public bool RunOne()
    {
        if (ready.Count == 0) return false;
        var index = random.Next(ready.Count);
        var action = ready[index];
        ready[index] = ready[^1];
        ready.RemoveAt(ready.Count - 1);
        action();
        return true;
    }

    private void Add(Action action)
    {
        if (Environment.CurrentManagedThreadId != thread)
            throw new InvalidOperationException("Something escaped to another thread; the run would not replay.");
        ready.Add(action);
    }
}
