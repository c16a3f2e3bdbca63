namespace Ticketing.EmbeddedHost;

internal sealed class ThreadPoolTurnScheduler : ITurnScheduler
{
    public static readonly ThreadPoolTurnScheduler Instance = new();

    public void Schedule(IThreadPoolWorkItem turns) => ThreadPool.UnsafeQueueUserWorkItem(turns, preferLocal: true);

    public void Yield(IThreadPoolWorkItem turns) => ThreadPool.UnsafeQueueUserWorkItem(turns, preferLocal: false);
}
