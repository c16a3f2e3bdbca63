using System.Collections.Concurrent;

namespace Ticketing.EmbeddedHost;

/// <summary>The table of what is active.</summary>
internal sealed class Catalog(EmbeddedGrainHost host)
{
    // A fixed number of locks, because the table grows by their use and its order by its size (see GrainKey).
    private const int Locks = 16;
    private const int InitialCapacity = 1024;

    private readonly ConcurrentDictionary<GrainKey, ICallTarget> targets = new(Locks, InitialCapacity);

    public bool IsEmpty => targets.IsEmpty;

    /// <summary>Hands the request to the target of that key, which is made if there is none.</summary>
    public ICallTarget Post(GrainClass grainClass, string key, Request request)
    {
        while (true)
        {
            var target = targets.GetOrAdd(
                new GrainKey(grainClass, key),
                static (_, made) => made.grainClass.MaxWorkers > 0
                    ? new WorkerPool(made.host, made.grainClass, made.key)
                    : new Activation(made.host, made.grainClass, made.key, null),
                (host, grainClass, key));
            if (target.TryPost(request))
                return target;
        }
    }

    /// <summary>
    /// Puts a fresh activation in the place of one that ends and hands it the requests that waited there.
    /// </summary>
    public void Replace(Activation old, WorkerPool? pool, List<Request> requests)
    {
        if (pool is null && host.IsOpen)
        {
            var fresh = new Activation(host, old.Class, old.Key, null);
            fresh.TakeOver(requests);
            if (targets.TryUpdate(new GrainKey(old.Class, old.Key), fresh, old))
            {
                fresh.Wake();
                return;
            }
        }

        pool?.Remove(old);
        Remove(old);
        foreach (var request in requests)
            Post(old.Class, old.Key, request);
    }

    public void Remove(Activation activation) => Remove(activation.Class, activation.Key, activation);

    public void Remove(WorkerPool pool) => Remove(pool.Class, pool.Key, pool);

    public Activation[] Find(GrainClass grainClass, string key) =>
        targets.TryGetValue(new GrainKey(grainClass, key), out var target) ? [.. ActivationsOf(target)] : [];

    public IEnumerable<Activation> Activations() => targets.Select(entry => entry.Value).SelectMany(ActivationsOf);

    private static IEnumerable<Activation> ActivationsOf(ICallTarget target) =>
        target is Activation activation ? [activation] : ((WorkerPool)target).Workers();

    private void Remove(GrainClass grainClass, string key, ICallTarget target) => targets.TryRemove(
        new KeyValuePair<GrainKey, ICallTarget>(new GrainKey(grainClass, key), target));
}
