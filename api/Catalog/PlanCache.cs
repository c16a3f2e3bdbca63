using Microsoft.Extensions.Options;
using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>
/// The seating plans that are asked for most, ready to be sent. A plan never changes, so it is read once, however many
/// ask for it at the same time; plans are read one after the other. Above the bound the plan goes that nobody has asked
/// for the longest.
/// </summary>
internal sealed class PlanCache(IOptions<ApiOptions> options, Func<Guid, Task<byte[]?>> read) : IDisposable
{
    private readonly long maxBytes = options.Value.PlanCacheMaxBytes;
    private readonly Dictionary<Guid, Task<StoredPlan?>> plans = [];
    private readonly LinkedList<Guid> byUse = new();
    private readonly SemaphoreSlim reading = new(1);
    private readonly Lock changing = new();

    public PlanCache(IOptions<ApiOptions> options, CatalogStore catalog)
        : this(options, catalog.GetPlanAsync)
    {
    }

    /// <summary>Null when there is no such schedule.</summary>
    public Task<StoredPlan?> GetAsync(Guid scheduleId)
    {
        lock (changing)
        {
            if (plans.TryGetValue(scheduleId, out var known))
            {
                byUse.Remove(scheduleId);
                byUse.AddFirst(scheduleId);
                return known;
            }

            // Not on this thread: the lock is held.
            var loading = Task.Run(() => LoadAsync(scheduleId));
            plans.Add(scheduleId, loading);
            byUse.AddFirst(scheduleId);
            return loading;
        }
    }

    public void Dispose() => reading.Dispose();

    private async Task<StoredPlan?> LoadAsync(Guid scheduleId)
    {
        StoredPlan? plan = null;
        await reading.WaitAsync();
        try
        {
            plan = await read(scheduleId) is { } json ? StoredPlan.Of(json) : null;
            return plan;
        }
        finally
        {
            reading.Release();
            lock (changing)
                Keep(scheduleId, plan);
        }
    }

    /// <summary>Forgets what could not be read, and what is above the bound.</summary>
    private void Keep(Guid scheduleId, StoredPlan? plan)
    {
        if (plan is null)
            Forget(scheduleId);
        var (bytes, used) = (plan?.SizeBytes ?? 0, byUse.First);
        while (used is not null)
        {
            var (one, next) = (used.Value, used.Next);
            if (one != scheduleId && plans[one] is { IsCompletedSuccessfully: true, Result: { } other })
            {
                bytes += other.SizeBytes;
                if (bytes > maxBytes)
                    Forget(one);
            }

            used = next;
        }
    }

    private void Forget(Guid scheduleId)
    {
        plans.Remove(scheduleId);
        byUse.Remove(scheduleId);
    }
}
