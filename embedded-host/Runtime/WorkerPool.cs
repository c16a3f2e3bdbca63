namespace Ticketing.EmbeddedHost;

/// <summary>The activations of one key of a stateless worker.</summary>
internal sealed class WorkerPool(EmbeddedGrainHost host, GrainClass grainClass, string key) : ICallTarget
{
    private readonly Lock guard = new();
    private readonly List<Activation> workers = [];
    private bool ended;

    public GrainClass Class => grainClass;

    public string Key => key;

    public bool TryPost(Request request)
    {
        lock (guard)
            return !ended && Pick().TryPost(request);
    }

    /// <summary>Takes out an ended worker; a pool without workers leaves the table.</summary>
    public void Remove(Activation worker)
    {
        lock (guard)
        {
            if (!workers.Remove(worker) || workers.Count > 0)
                return;
            ended = true;
            host.Catalog.Remove(this);
        }
    }

    public Activation[] Workers()
    {
        lock (guard)
            return [.. workers];
    }

    // The first free one in the order they were made, so that the others can fall idle and be collected.
    private Activation Pick()
    {
        Activation? leastLoaded = null;
        foreach (var worker in workers)
        {
            if (!worker.Busy)
                return worker;
            if (leastLoaded is null || worker.Load < leastLoaded.Load)
                leastLoaded = worker;
        }

        if (workers.Count >= grainClass.MaxWorkers)
            return leastLoaded!;
        var fresh = new Activation(host, grainClass, key, this);
        workers.Add(fresh);
        return fresh;
    }
}
